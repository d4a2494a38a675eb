import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { UploadRow } from "../model/upload-row.ts";

export interface ReceiptsDeps {
  /** The person wants them. */
  wanted: () => boolean;
  /** Where the video is on BigGo; null while that is not known. */
  urlOf: (videoId: string) => string | null;
  log: (line: string) => void;
}

/** Receipts beside the files: which video each became. */
export interface Receipts {
  /** These rows are as they are now: what is complete gets its receipt, once. */
  observe(rows: readonly UploadRow[]): void;
}

/** The name of the receipt beside a video file: of the whole name, for two films may differ in their ending alone. */
function receiptPath(videoPath: string): string {
  return `${videoPath}.biggo.json`;
}

/** Whether a file of that name may be replaced: there is none, or it is another video's receipt. */
async function mayWrite(path: string, videoId: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return true;
  const receipt: unknown = JSON.parse(text);
  return typeof receipt === "object" && receipt !== null && "video_id" in receipt && receipt.video_id !== videoId;
}

/** Builds the writing of receipts. A folder that cannot be written to costs the receipt and nothing else. */
export function createReceipts({ wanted, urlOf, log }: ReceiptsDeps): Receipts {
  const done = new Set<string>();
  let turn: Promise<void> = Promise.resolve();

  const write = async ({ file, fingerprint, finishedAtMs, addedAtMs }: UploadRow, videoId: string, url: string) => {
    const path = receiptPath(file.path);
    if (!(await mayWrite(path, videoId))) return;
    const receipt = {
      video_id: videoId,
      url,
      file: file.fileName,
      size_bytes: file.sizeBytes,
      fingerprint,
      uploaded_at: new Date(finishedAtMs ?? addedAtMs).toISOString(),
    };
    const temporary = `${path}.${randomUUID()}.part`;
    try {
      await writeFile(temporary, `${JSON.stringify(receipt, null, 2)}\n`, { flush: true });
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  };

  return {
    observe(rows) {
      if (!wanted()) return;
      for (const row of rows) {
        if (row.state.phase !== "complete" || done.has(row.id)) continue;
        const url = urlOf(row.state.videoId);
        if (url === null) continue;
        done.add(row.id);
        const { videoId } = row.state;
        // One after the other: a queue of thousands may be complete at once.
        turn = turn
          .then(() => write(row, videoId, url))
          .catch((error: unknown) => {
            log(`No receipt could be written: ${error instanceof Error && "code" in error ? error.code : "unknown"}`);
          });
      }
    },
  };
}
