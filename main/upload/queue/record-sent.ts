import { ignoringStorageFailure } from "../../database/storage-failure.ts";
import type { ContentHashes } from "../files/content-hashes.ts";
import { isProof } from "../model/content.ts";
import type { UploadRow } from "../model/upload-row.ts";
import type { createLedger } from "./ledger.ts";

interface RecordDeps {
  ledger: Pick<ReturnType<typeof createLedger>, "owns" | "record" | "complete">;
  contentHashes: ContentHashes;
  /** Epoch ms. */
  now: () => number;
  isClosed: () => boolean;
}

/** Where the upload was faster than its hash, or was answered before its end. The next start does not try again. */
async function completeRecord(
  row: UploadRow,
  videoId: string,
  { ledger, contentHashes, isClosed }: RecordDeps,
): Promise<void> {
  const contentHash = await contentHashes.of(row);
  if (contentHash !== null && !isClosed()) ignoringStorageFailure(() => ledger.complete(videoId, contentHash));
}

/** Records in the ledger that an upload became a video; false when that was recorded, as after a restart. */
export function recordSent(row: UploadRow, videoId: string, deps: RecordDeps): boolean {
  if (deps.ledger.owns(videoId)) return false;
  deps.ledger.record(row, videoId, deps.now());
  if (row.contentHash === null && !isProof(row.fingerprint)) void completeRecord(row, videoId, deps);
  return true;
}
