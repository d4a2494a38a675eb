import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "../../shared/errors.ts";
import type { PlannedChange } from "../../shared/model/bulk.ts";
import type { ProductRef, TaggedProduct } from "../../shared/model/product.ts";
import type { TableImport } from "../../shared/model/table.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import { planTable, type TablePlan } from "./plan-table.ts";
import { readTable } from "./read-table.ts";
import type { TableRow } from "./table-row.ts";
import { writeTable } from "./write-table.ts";

export interface TablesDeps {
  /** Everything that a table is about, as it stands now. */
  rows: () => TableRow[];
  /**
   * What finds products for one table; null when BigGo knows no such product. Rejects when it cannot be asked.
   */
  productFinder: () => (ref: ProductRef) => Promise<TaggedProduct | null>;
  /** What a change makes of a row, in words for the person. */
  describe: (row: TableRow, patch: DetailsPatch) => Pick<PlannedChange, "before" | "after">;
  /** Begins the changes of videos and of uploads; returns the job of the videos, null where there are none. */
  apply: (fileName: string, videos: Map<string, DetailsPatch>, uploads: Map<string, DetailsPatch>) => string | null;
}

/** The library and the queue as a table: written for spreadsheets, read back as changes. */
export interface Tables {
  /** Writes it whole or not at all; returns how many rows it has. Rejects with AppError `disk-full` and the like. */
  write(path: string): Promise<number>;
  /** Reads a table and says what it would change. Nothing is changed. */
  read(path: string): Promise<TableImport>;
  /** Carries out what was read last. Throws AppError `not-found` for anything else. */
  apply(importId: string): { jobId: string | null; uploads: number };
}

/** A table of a hundred thousand videos with long texts is smaller. */
const maxBytes = 256 * 1024 * 1024;

/** What the system says, without the path that its message names. */
const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "unknown");

/** Builds the tables of a workspace. */
export function createTables(deps: TablesDeps): Tables {
  let last: { importId: string; fileName: string; plan: TablePlan } | null = null;
  return {
    async write(path) {
      const rows = deps.rows();
      const temporary = `${path}.${randomUUID()}.part`;
      try {
        await writeFile(temporary, writeTable(rows), { flush: true });
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
      const { size } = await stat(path).catch(() => ({ size: 0 }));
      if (size > maxBytes) {
        throw new AppError("too-large", "No table is that long", { details: { name: fileName } });
      }
      const bytes = await readFile(path).catch((error: unknown) => {
        throw new AppError("file-unreadable", codeOf(error), { details: { name: fileName } });
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
      return { importId, fileName, rows: plan.rows, plans, errors: [...read.errors, ...plan.errors] };
    },
    apply(importId) {
      if (last?.importId !== importId) throw new AppError("not-found", "This table was read before another one");
      const { fileName, plan } = last;
      last = null;
      const of = (kind: TableRow["kind"]) =>
        new Map([...plan.patches].flatMap(([id, { row, patch }]) => (row.kind === kind ? [[id, patch] as const] : [])));
      const uploads = of("upload");
      return { jobId: deps.apply(fileName, of("video"), uploads), uploads: uploads.size };
    },
  };
}
