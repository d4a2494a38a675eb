import type { Upload } from "../../shared/model/upload.ts";
import { describeUpload } from "../items/upload-status.ts";
import type { ProgressState } from "../state/progress-store.ts";

/** The whole of what is being transferred, as one figure each; without what is on the wire at this moment. */
export interface TransferTotals {
  /** Videos of this batch whose bytes are on BigGo. */
  readonly done: number;
  readonly total: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
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
export function sumTransfers(uploads: readonly Upload[]): TransferTotals {
  const toSend = uploads.filter((upload) => toSendPhases.has(upload.state.phase));
  const since = toSend.reduce((first, upload) => Math.min(first, upload.addedAtMs), Number.POSITIVE_INFINITY);
  const sent = uploads.filter((upload) => sentPhases.has(upload.state.phase) && upload.addedAtMs >= since);
  const whole = toSend.filter((upload) => wholePhases.has(upload.state.phase));
  const bytesOf = (of: readonly Upload[]) => of.reduce((total, upload) => total + upload.sizeBytes, 0);
  return {
    done: sent.length,
    total: toSend.length + sent.length,
    sentBytes: bytesOf(sent) + bytesOf(whole),
    totalBytes: bytesOf(toSend) + bytesOf(sent),
    processing: uploads.filter((upload) => upload.state.phase === "processing").length,
    needsYou: uploads.filter((upload) => describeUpload(upload).group === "needsYou").length,
    toSend: toSend.length,
    finished: uploads.filter((upload) => upload.state.phase === "complete").length,
  };
}

/** The bytes that are on the wire, of rows that are not yet counted as whole. */
export function bytesOnTheWire(uploads: ReadonlyMap<string, Upload>, rows: ProgressState["rows"]): number {
  let bytes = 0;
  for (const [id, row] of Object.entries(rows)) {
    const phase = uploads.get(id)?.state.phase;
    if (phase === "sending" || phase === "paused") bytes += row.sentBytes;
  }
  return bytes;
}
