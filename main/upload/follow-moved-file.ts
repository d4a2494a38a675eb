import { stat } from "node:fs/promises";
import { isSameDriveTime } from "../foundation/drive-time.ts";
import type { ContentHashes } from "./files/content-hashes.ts";
import { toFileProblem } from "./files/file-problem.ts";
import type { IdentifiedFile } from "./files/inspect-file.ts";
import type { Inspections } from "./files/inspections.ts";
import { isProof } from "./model/content.ts";
import { isFinished, type UploadRow } from "./model/upload-row.ts";
import type { Runner } from "./queue/runner.ts";

async function isMissing({ file }: UploadRow): Promise<boolean> {
  return stat(file.path).then(
    () => false,
    (error: unknown) => toFileProblem(error).reason === "missing",
  );
}

/**
 * Whether this is the row's file under another path. Before anything was sent its whole content is not known: then its time
 * decides together with its fingerprint, because moving a file keeps it and exporting another one does not.
 */
async function isMoved(row: UploadRow, moved: IdentifiedFile, contentHashes: ContentHashes): Promise<boolean> {
  const { fingerprint, contentHash, file } = row;
  if (fingerprint !== moved.fingerprint) return false;
  if (isProof(fingerprint)) return true;
  if (contentHash === null) return isSameDriveTime(file.mtimeNs, moved.file.mtimeNs);
  return (await contentHashes.of(moved)) === contentHash;
}

/**
 * A file appeared at `path`: every upload whose own file is missing and had the same content continues with this one.
 * Never rejects.
 */
export async function followMovedFile(
  path: string,
  runner: Pick<Runner, "rows" | "report">,
  { inspections, contentHashes }: { inspections: Inspections; contentHashes: ContentHashes },
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
    const inspection = (await isMissing(row)) ? await inspections.inspect(path, false) : null;
    if (inspection?.ok !== true || !(await isMoved(row, inspection.inspected, contentHashes))) continue;
    runner.report(row.id, { type: "fileMoved", file: inspection.inspected.file });
  }
}
