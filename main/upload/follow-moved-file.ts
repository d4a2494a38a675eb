import { stat } from "node:fs/promises";
import { isSameDriveTime } from "../foundation/drive-time.ts";
import type { ContentHashes } from "./files/content-hashes.ts";
import { toFileProblem } from "./files/file-problem.ts";
import type { Reading } from "./files/hash-thread.ts";
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

type HashOf = (identified: IdentifiedFile) => Promise<string | null>;

/**
 * Whether this is the row's file under another path. Before anything was sent its whole content is not known: then its time
 * decides together with its fingerprint, because moving a file keeps it and exporting another one does not.
 */
async function isMoved(row: UploadRow, moved: IdentifiedFile, hashOf: HashOf): Promise<boolean> {
  const { fingerprint, contentHash, file } = row;
  if (fingerprint !== moved.fingerprint) return false;
  if (isProof(fingerprint)) return true;
  if (contentHash === null) return isSameDriveTime(file.mtimeNs, moved.file.mtimeNs);
  return (await hashOf(moved)) === contentHash;
}

/**
 * A file appeared at `path`: every upload whose own file is missing and had the same content continues with this one.
 * `reading` follows a file that has to be read to its end for that. Never rejects.
 */
export async function followMovedFile(
  path: string,
  runner: Pick<Runner, "rows" | "report">,
  { inspections, contentHashes }: { inspections: Inspections; contentHashes: ContentHashes },
  reading?: Reading,
): Promise<void> {
  const size = await stat(path).then(
    (stats) => stats.size,
    () => null,
  );
  const hashOf: HashOf = (moved) => contentHashes.of(moved, reading);
  const candidates = runner
    .rows()
    .filter((row) => row.file.sizeBytes === size && row.file.path !== path && !isFinished(row));
  for (const row of candidates) {
    // The content is only read for a row whose file is missing, because most new files belong to no row.
    const inspection = (await isMissing(row)) ? await inspections.inspect(path, false) : null;
    if (inspection?.ok !== true || !(await isMoved(row, inspection.inspected, hashOf))) continue;
    runner.report(row.id, { type: "fileMoved", file: inspection.inspected.file });
  }
}
