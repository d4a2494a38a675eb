import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { UploadRow } from "./upload-row.ts";

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

/** The name of the receipt beside a video file. */
function receiptPath(videoPath: string): string {
  return `${videoPath.slice(0, videoPath.lastIndexOf("."))}.biggo.json`;
}

/** Builds the writing of receipts. A folder that cannot be written to costs the receipt and nothing else. */
export function createReceipts({ wanted, urlOf, log }: ReceiptsDeps): Receipts {
  const done = new Set<string>();

  const write = async ({ file, fingerprint, finishedAtMs, addedAtMs }: UploadRow, videoId: string, url: string) => {
    const path = receiptPath(file.path);
    const before = await readFile(path, "utf8").catch(() => "");
    if (before.includes(JSON.stringify(videoId))) return;
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
        write(row, row.state.videoId, url).catch((error: unknown) => {
          log(`No receipt could be written: ${error instanceof Error && "code" in error ? error.code : "unknown"}`);
        });
      }
    },
  };
}
