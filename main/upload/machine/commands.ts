import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import { type FileIdentity, isFinished, type UploadRow } from "../model/upload-row.ts";
import { occupiesSlot } from "./hold.ts";
import { becomeUncertain } from "./outcome.ts";
import { arrive, move, type Transition, unchanged } from "./transition.ts";

/**
 * Stops the row for good. A video that is on BigGo already stays there: it is deleted from the library, or not at all.
 */
export function cancel(row: UploadRow, atMs: number): Transition {
  const { phase } = row.state;
  if (isFinished(row) || phase === "saving" || phase === "processing") return unchanged(row);
  const effects = occupiesSlot(row) ? [{ type: "abortSend" as const }] : [];
  const uncertainBefore = row.uncertainBefore || phase === "confirming";
  return move(row, { phase: "cancelled" }, effects, { finishedAtMs: atMs, uncertainBefore });
}

/** Tries again at once what waits, failed or was cancelled. Whoever may have arrived is looked for first. */
export function retry(row: UploadRow, policy: RetryPolicy): Transition {
  switch (row.state.phase) {
    case "waiting":
      return move(row, { phase: "queued" }, [], { failures: 0 });
    case "needsFile":
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }]);
    case "failed":
      if (row.state.videoId !== null) return unchanged(row);
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], { failures: 0, finishedAtMs: null });
    case "cancelled":
      // An upload cancelled while BigGo was confirming it may well be there.
      if (row.uncertainBefore) return becomeUncertain({ ...row, finishedAtMs: null }, policy, null);
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], { failures: 0, finishedAtMs: null });
    default:
      return unchanged(row);
  }
}

/**
 * Holds the row until it is resumed; the connection of one that is being sent is held with it for a while. What BigGo
 * is confirming, or has, cannot be held.
 */
export function pause(row: UploadRow): Transition {
  switch (row.state.phase) {
    case "checking":
    case "queued":
    case "waiting":
      return move(row, { phase: "paused", held: false });
    case "sending":
      return move(row, { phase: "paused", held: true }, [{ type: "holdSend" }]);
    default:
      return unchanged(row);
  }
}

/** Ends a pause: on the same connection while it is held. */
export function resume(row: UploadRow, policy: RetryPolicy): Transition {
  if (row.state.phase !== "paused") return unchanged(row);
  if (row.state.held) return move(row, { phase: "sending", held: false }, [{ type: "continueSend" }]);
  // Something of it may be on BigGo: looked for before anything is sent again.
  if (row.uncertainBefore) return becomeUncertain(row, policy, null);
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }]);
}

/** Goes on with the file as it is now, where it is no longer the one that was added. */
export function takeNewFile(row: UploadRow, event: Extract<UploadEvent, { type: "newFileTaken" }>): Transition {
  if (row.state.phase !== "needsFile") return unchanged(row);
  const { file, fingerprint, lengthSeconds, aspectRatio } = event;
  const isSame = fingerprint === row.fingerprint;
  const fresh = {
    file,
    fingerprint,
    lengthSeconds,
    aspectRatio,
    // What may have arrived of another content says nothing about this one.
    uncertainBefore: isSame && row.uncertainBefore,
    confirmedDuplicate: isSame && row.confirmedDuplicate,
    failures: 0,
  };
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], fresh);
}

/** Goes on with the same content under another name; what is known of its attempts stays true. */
export function moveFile(row: UploadRow, file: FileIdentity): Transition {
  if (isFinished(row)) return unchanged(row);
  if (row.state.phase !== "needsFile") return { row: { ...row, file }, effects: [] };
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], { file });
}

/** The person says which video an uncertain upload became, or that it is none of them. */
export function takeCandidate(row: UploadRow, videoId: string | null): Transition {
  if (row.state.phase !== "uncertain") return unchanged(row);
  if (videoId === null) return move(row, { phase: "queued" }, [], { reconcileAttempts: 0 });
  return row.state.candidates.includes(videoId) ? arrive(row, videoId) : unchanged(row);
}

/** A video that was among those to choose from is another row's: what is left is looked at anew. */
export function loseCandidate(row: UploadRow, videoId: string): Transition {
  if (row.state.phase !== "uncertain" || !row.state.candidates.includes(videoId)) return unchanged(row);
  const candidates = row.state.candidates.filter((other) => other !== videoId);
  return move(row, { ...row.state, candidates }, [{ type: "reconcileNow" }]);
}
