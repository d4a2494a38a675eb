import type { Upload } from "../../shared/model/upload.ts";
import { describeUpload } from "../items/upload-status.ts";
import type { ProgressState } from "../state/progress-store.ts";

/** Totals over all transfers, without the bytes in flight. */
export interface TransferTotals {
  /** Videos of this batch that BigGo has received. */
  readonly done: number;
  readonly total: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** Videos that BigGo is converting. */
  readonly processing: number;
  readonly needsYou: number;
  /** Videos not yet sent in full. */
  readonly toSend: number;
  readonly finished: number;
}

const toSendPhases = new Set(["checking", "queued", "sending", "confirming", "waiting", "paused", "uncertain"]);
/** All bytes were sent, but BigGo has not confirmed. */
const unconfirmedPhases = new Set(["confirming", "uncertain"]);
const sentPhases = new Set(["saving", "processing", "complete"]);

/**
 * Sums up the queue. The batch is every unsent upload plus every upload sent since the oldest unsent one was added, so
 * that earlier uploads do not make a new batch look half finished.
 */
export function sumTransfers(uploads: readonly Upload[]): TransferTotals {
  const toSend = uploads.filter((upload) => toSendPhases.has(upload.state.phase));
  const since = toSend.reduce((first, upload) => Math.min(first, upload.addedAtMs), Number.POSITIVE_INFINITY);
  const sent = uploads.filter((upload) => sentPhases.has(upload.state.phase) && upload.addedAtMs >= since);
  const unconfirmed = toSend.filter((upload) => unconfirmedPhases.has(upload.state.phase));
  const bytesOf = (of: readonly Upload[]) => of.reduce((total, upload) => total + upload.sizeBytes, 0);
  return {
    done: sent.length,
    total: toSend.length + sent.length,
    sentBytes: bytesOf(sent) + bytesOf(unconfirmed),
    totalBytes: bytesOf(toSend) + bytesOf(sent),
    processing: uploads.filter((upload) => upload.state.phase === "processing").length,
    needsYou: uploads.filter((upload) => describeUpload(upload).group === "needsYou").length,
    toSend: toSend.length,
    finished: uploads.filter((upload) => upload.state.phase === "complete").length,
  };
}

/** The bytes sent so far of rows that `sumTransfers` does not count in full. */
export function bytesInFlight(uploads: ReadonlyMap<string, Upload>, rows: ProgressState["rows"]): number {
  let bytes = 0;
  for (const [id, row] of Object.entries(rows)) {
    const phase = uploads.get(id)?.state.phase;
    if (phase === "sending" || phase === "paused") bytes += row.sentBytes;
  }
  return bytes;
}
