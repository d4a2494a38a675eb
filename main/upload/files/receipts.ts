import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { readRegularFile } from "../../foundation/regular-file.ts";
import type { UploadRow } from "../model/upload-row.ts";

export interface ReceiptsDeps {
  /** Whether the user enabled receipts. */
  wanted: () => boolean;
  /** The URL of a video on BigGo; null while it is not known. */
  urlOf: (videoId: string) => string | null;
  log: (line: string) => void;
}

/** Writes a receipt next to each uploaded file that names its video. */
export interface Receipts {
  /** Writes a receipt for each completed row, once. */
  observe(rows: readonly UploadRow[]): void;
}

/** The path of a video's receipt. It keeps the extension, because two videos may differ only in that. */
function receiptPath(videoPath: string): string {
  return `${videoPath}.biggo.json`;
}

/** A receipt, and nothing else: with a field more or less, the file is the user's own. */
const receiptSchema = z.strictObject({
  video_id: z.string(),
  url: z.string(),
  file: z.string(),
  size_bytes: z.number(),
  fingerprint: z.string(),
  uploaded_at: z.iso.datetime(),
});
type Receipt = z.infer<typeof receiptSchema>;

/** No receipt is larger, bytes. */
const maxBytes = 64 * 1024;

/**
 * Whether the path may be written: no file exists, or it is another video's receipt. Rejects when the file is no regular
 * one, cannot be read or is not a receipt.
 */
async function mayWrite(path: string, videoId: string): Promise<boolean> {
  const bytes = await readRegularFile(path, { maxBytes, refuseLinks: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (bytes === null) return true;
  return receiptSchema.parse(JSON.parse(bytes.toString("utf8"))).video_id !== videoId;
}

/** Creates the receipt writer. A folder that is not writable only costs the receipt. */
export function createReceipts({ wanted, urlOf, log }: ReceiptsDeps): Receipts {
  const handled = new Set<string>();
  let lastWrite: Promise<void> = Promise.resolve();

  const write = async ({ file, fingerprint, finishedAtMs, addedAtMs }: UploadRow, videoId: string, url: string) => {
    const path = receiptPath(file.path);
    if (!(await mayWrite(path, videoId))) return;
    const receipt: Receipt = {
      video_id: videoId,
      url,
      file: file.fileName,
      size_bytes: file.sizeBytes,
      fingerprint,
      uploaded_at: new Date(finishedAtMs ?? addedAtMs).toISOString(),
    };
    const temporary = `${path}.${randomUUID()}.part`;
    try {
      await writeFile(temporary, `${JSON.stringify(receipt, null, 2)}\n`, { flush: true, flag: "wx" });
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  };

  return {
    observe(rows) {
      if (!wanted()) return;
      for (const row of rows) {
        if (row.state.phase !== "complete" || handled.has(row.id)) continue;
        const url = urlOf(row.state.videoId);
        if (url === null) continue;
        handled.add(row.id);
        const { videoId } = row.state;
        // Written sequentially, because thousands of uploads may be complete at once.
        lastWrite = lastWrite
          .then(() => write(row, videoId, url))
          .catch((error: unknown) => {
            log(`No receipt could be written: ${error instanceof Error && "code" in error ? error.code : "unknown"}`);
          });
      }
    },
  };
}
