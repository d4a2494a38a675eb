import { z } from "zod";
import { accessSchema } from "./video.ts";

/** Which videos the library shows: those that match every part. */
export const libraryFilterSchema = z.object({
  /** Null: any. */
  access: accessSchema.nullable(),
  /** Only videos that BigGo is still processing. */
  processing: z.boolean(),
  products: z.enum(["any", "with", "without", "dead"]),
  /** Created within the last 7, 30 or 365 days. */
  age: z.enum(["any", "week", "month", "year"]),
});
export type LibraryFilter = z.infer<typeof libraryFilterSchema>;

/** A filter that shows everything. */
export const noFilter: LibraryFilter = { access: null, processing: false, products: "any", age: "any" };

/** The order of the library. */
export const librarySortSchema = z.enum(["newest", "oldest", "mostViewed", "mostLiked", "mostCommented", "title"]);
export type LibrarySort = z.infer<typeof librarySortSchema>;

/** What the library shows and in which order. */
export const libraryViewSchema = z.object({
  filter: libraryFilterSchema,
  sort: librarySortSchema,
  search: z.string().max(1000),
});
export type LibraryView = z.infer<typeof libraryViewSchema>;

/** A named view. */
export const savedViewSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  view: libraryViewSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** Folds a text for searching: case and full or half width are ignored. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
