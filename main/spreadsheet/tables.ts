import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "../../shared/errors.ts";
import type { PlannedChange } from "../../shared/model/bulk.ts";
import type { ProductRef, TaggedProduct } from "../../shared/model/product.ts";
import type { TableImport } from "../../shared/model/table.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import { readRegularFile } from "../foundation/regular-file.ts";
import { planTable, type TablePlan } from "./plan-table.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { writeTable } from "./write-table.ts";

export interface TablesDeps {
  /** The current rows of the table. */
  rows: () => TableRow[];
  /**
   * Creates the product lookup for one import. The lookup returns null when BigGo has no such product, and rejects when
   * BigGo cannot be reached.
   */
  productFinder: () => (ref: ProductRef) => Promise<TaggedProduct | null>;
  /** The changed details of a row before and after a patch, for display. */
  describe: (row: TableRow, patch: DetailsPatch) => Pick<PlannedChange, "before" | "after">;
  /** Starts the changes; returns the id of the bulk job for the videos, null when no video changes. */
  apply: (fileName: string, videos: Map<string, DetailsPatch>, uploads: Map<string, DetailsPatch>) => string | null;
}

/** The library and the queue as a CSV table: exported for spreadsheets, imported as changes. */
export interface Tables {
  /** Writes the table atomically and returns its row count. Rejects with AppError `disk-full` or `file-unwritable`. */
  write(path: string): Promise<number>;
  /** Reads a table and returns the changes it would make. Nothing is changed. */
  read(path: string): Promise<TableImport>;
  /** Applies the table that was read last, once. Throws AppError `not-found` for any other id. */
  apply(importId: string): { jobId: string | null; uploads: number };
}

/** Larger than a table of a hundred thousand videos with long texts. */
const maxBytes = 256 * 1024 * 1024;

/** A table on a drive that is slow, ms. */
const timeoutMs = 60_000;

/** The system's error code; its message would contain the path. */
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "unknown");

/** Builds the tables of a workspace. */
export function createTables(deps: TablesDeps): Tables {
  let last: { importId: string; fileName: string; plan: TablePlan } | null = null;
  return {
    async write(path) {
      const rows = deps.rows();
      const temporary = `${path}.${randomUUID()}.part`;
      try {
        await writeFile(temporary, writeTable(rows), { flush: true, flag: "wx" });
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
        throw new AppError(isFull ? "disk-full" : "file-unwritable", codeOf(error), {
          details: { name: basename(path) },
        });
      }
      return rows.length;
    },
    async read(path) {
      const fileName = basename(path);
      const bytes = await readRegularFile(path, { maxBytes, timeoutMs }).catch((error: unknown) => {
        const code = codeOf(error);
        throw new AppError(code === "too-large" ? code : "file-unreadable", code, { details: { name: fileName } });
      });
      const read = readTable(bytes);
      const current = new Map(deps.rows().map((row) => [row.id, row]));
      const plan = await planTable(read.rows, { current, findProduct: deps.productFinder() });
      const importId = randomUUID();
      last = { importId, fileName, plan };
      const plans = [...plan.patches].map(
        ([videoId, { row, patch }]): PlannedChange => ({
          videoId,
          outcome: "changed",
          ...deps.describe(row, patch),
          error: null,
        }),
      );
      const { rows, damaged } = plan;
      return { importId, fileName, rows, plans, errors: [...read.errors, ...plan.errors], damaged };
    },
    apply(importId) {
      if (last?.importId !== importId) throw new AppError("not-found", "Another table was read since");
      const { fileName, plan } = last;
      last = null;
      const of = (kind: TableRow["kind"]) =>
        new Map([...plan.patches].flatMap(([id, { row, patch }]) => (row.kind === kind ? [[id, patch] as const] : [])));
      const uploads = of("upload");
      return { jobId: deps.apply(fileName, of("video"), uploads), uploads: uploads.size };
    },
  };
}
