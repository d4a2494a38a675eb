import type { ProgressRow, Upload } from "../../../shared/model/upload.ts";
import { tellUpload } from "./upload-story.ts";

/** The whole of what is being transferred, as one figure each. */
export interface TransferTotals {
  /** Videos of this batch whose bytes are on BigGo. */
  readonly done: number;
  readonly total: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
  /** Videos BigGo converts. */
  readonly processing: number;
  readonly needsYou: number;
  /** Videos whose bytes are still to go. */
  readonly toSend: number;
  readonly finished: number;
}

const toSendPhases = new Set(["checking", "queued", "sending", "confirming", "waiting", "paused", "uncertain"]);
/** All bytes went out; BigGo's answer is missing. */
const wholePhases = new Set(["confirming", "uncertain"]);
const sentPhases = new Set(["saving", "processing", "complete"]);

/**
 * Sums the queue up. A batch is what is still to go and what arrived since the first of it was added: what was done
 * before does not make a new batch look half finished.
 */
export function sumTransfers(
  uploads: readonly Upload[],
  progress: Readonly<Record<string, ProgressRow>>,
): TransferTotals {
  const toSend = uploads.filter((upload) => toSendPhases.has(upload.state.phase));
  const since = Math.min(...toSend.map((upload) => upload.addedAtMs));
  const sent = uploads.filter((upload) => sentPhases.has(upload.state.phase) && upload.addedAtMs >= since);
  const batch = [...toSend, ...sent];
  const row = (upload: Upload) => (upload.state.phase === "sending" ? progress[upload.id] : undefined);
  const sentOf = (upload: Upload) => {
    if (upload.state.phase === "sending") return Math.min(row(upload)?.sentBytes ?? 0, upload.sizeBytes);
    return wholePhases.has(upload.state.phase) || sentPhases.has(upload.state.phase) ? upload.sizeBytes : 0;
  };
  const sum = (of: (upload: Upload) => number) => batch.reduce((total, upload) => total + of(upload), 0);
  const sentBytes = sum(sentOf);
  const totalBytes = sum((upload) => upload.sizeBytes);
  const bytesPerSecond = sum((upload) => row(upload)?.bytesPerSecond ?? 0);
  return {
    done: sent.length,
    total: batch.length,
    sentBytes,
    totalBytes,
    bytesPerSecond,
    secondsLeft: bytesPerSecond > 0 ? (totalBytes - sentBytes) / bytesPerSecond : null,
    processing: uploads.filter((upload) => upload.state.phase === "processing").length,
    needsYou: uploads.filter((upload) => tellUpload(upload).group === "needsYou").length,
    toSend: toSend.length,
    finished: uploads.filter((upload) => upload.state.phase === "complete").length,
  };
}
