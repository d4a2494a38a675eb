import { stat } from "node:fs/promises";
import { toFileProblem } from "./files/file-problem.ts";
import type { Inspections } from "./files/inspections.ts";
import { isFinished, type UploadRow } from "./model/upload-row.ts";
import type { Runner } from "./queue/runner.ts";

async function isMissing({ file }: UploadRow): Promise<boolean> {
  return stat(file.path).then(
    () => false,
    (error: unknown) => toFileProblem(error).reason === "missing",
  );
}

/**
 * A file appeared at `path`: every upload whose own file is missing and had the same content continues with this one.
 * Never rejects.
 */
export async function followMovedFile(
  path: string,
  runner: Pick<Runner, "rows" | "report">,
  { inspect }: Inspections,
): Promise<void> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => null,
  );
  const candidates = runner
    .rows()
    .filter((row) => row.file.sizeBytes === size && row.file.path !== path && !isFinished(row));
  for (const row of candidates) {
    // The content is only read for a row whose file is missing, because most new files belong to no row.
    const inspection = (await isMissing(row)) ? await inspect(path, false) : null;
    if (inspection?.ok !== true || inspection.inspected.fingerprint !== row.fingerprint) continue;
    runner.report(row.id, { type: "fileMoved", file: inspection.inspected.file });
  }
}
