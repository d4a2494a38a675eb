import { z } from "zod";
import { plannedChangeSchema } from "./bulk.ts";

/** The columns of an exported table, in order. The first two identify the row; those after `products` are read-only. */
export const tableColumns = [
  "kind",
  "id",
  "title",
  "description",
  "access",
  "products",
  "file",
  "status",
  "url",
  "created_at",
  "length_seconds",
  "views",
  "likes",
  "comments",
] as const;
export type TableColumn = (typeof tableColumns)[number];

/** What can be wrong with a cell, or with the whole table. */
const tableErrorCodes = [
  "not-text",
  "not-a-table",
  "column-missing",
  "too-many-cells",
  "id-missing",
  "id-unknown",
  "id-twice",
  "title-too-long",
  "description-too-long",
  "access-unknown",
  "product-malformed",
  "product-unknown",
  "product-twice",
  "too-many-products",
  "retyped",
  "characters-lost",
] as const;

export const tableErrorSchema = z.object({
  /** As spreadsheets number rows: the header is row 1. */
  row: z.number(),
  column: z.string(),
  code: z.enum(tableErrorCodes),
  /** The cell's content, shortened. */
  value: z.string(),
});
export type TableError = z.infer<typeof tableErrorSchema>;

/** What an import would change; nothing changes before it is applied. */
export const tableImportSchema = z.object({
  importId: z.string(),
  fileName: z.string(),
  /** Rows that identify a video or an upload. */
  rows: z.number(),
  /** The rows that differ; `videoId` holds an upload's id for upload rows. */
  plans: z.array(plannedChangeSchema),
  errors: z.array(tableErrorSchema),
  /** Cells that a spreadsheet appears to have changed by itself: they keep their value. */
  damaged: z.array(tableErrorSchema),
});
export type TableImport = z.infer<typeof tableImportSchema>;
