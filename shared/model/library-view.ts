import { z } from "zod";
import { accessSchema } from "./video.ts";

/** Which videos the library shows: each part leaves out what it does not name, all parts together. */
export const libraryFilterSchema = z.object({
  /** Null: any. */
  access: accessSchema.nullable(),
  /** Only what BigGo still works on. */
  processing: z.boolean(),
  products: z.enum(["any", "with", "without", "dead"]),
  /** Made within the last 7, 30 or 365 days. */
  age: z.enum(["any", "week", "month", "year"]),
});
export type LibraryFilter = z.infer<typeof libraryFilterSchema>;

/** A filter that shows everything. */
export const noFilter: LibraryFilter = { access: null, processing: false, products: "any", age: "any" };

/** In which order the library shows them. */
export const librarySortSchema = z.enum(["newest", "oldest", "mostViewed", "mostLiked", "mostCommented", "title"]);
export type LibrarySort = z.infer<typeof librarySortSchema>;

/** What the library shows and how. */
export const libraryViewSchema = z.object({
  filter: libraryFilterSchema,
  sort: librarySortSchema,
  search: z.string().max(1000),
});
export type LibraryView = z.infer<typeof libraryViewSchema>;

/** A view kept under a name. */
export const savedViewSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  view: libraryViewSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** A text as it is searched: upper and lower case, and full and half width, are the same. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
