import { isSameContent } from "../model/content.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import { type FileIdentity, isFinished, type UploadRow, videoMayTurnUp } from "../model/upload-row.ts";
import { occupiesSlot } from "./hold.ts";
import { becomeUncertain } from "./outcome.ts";
import { arrive, move, type Transition, unchanged } from "./transition.ts";

/**
 * Stops the row for good. A row whose video is on BigGo is unchanged: such a video is only deleted through the library.
 */
export function cancel(row: UploadRow, atMs: number): Transition {
  const { phase } = row.state;
  if (isFinished(row) || phase === "saving" || phase === "processing") return unchanged(row);
  const effects = occupiesSlot(row) ? [{ type: "abortSend" as const }] : [];
  const uncertainBefore = row.uncertainBefore || phase === "confirming";
  return move(row, { phase: "cancelled" }, effects, { finishedAtMs: atMs, uncertainBefore });
}

/** Retries a waiting, failed or cancelled row now. A row that may have arrived is reconciled first. */
export function retry(row: UploadRow, policy: RetryPolicy): Transition {
  switch (row.state.phase) {
    case "waiting":
      return move(row, { phase: "queued" }, [], { failures: 0 });
    case "needsFile":
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }]);
    case "failed":
      if (row.state.videoId !== null) return unchanged(row);
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], {
        failures: 0,
        finishedAtMs: null,
        // BigGo may have stored what it refused, and answers then that it has the content (1002).
        uncertainBefore: row.uncertainBefore || videoMayTurnUp(row),
      });
    case "cancelled":
      // An upload that was cancelled while confirming may have arrived.
      if (row.uncertainBefore) return becomeUncertain({ ...row, finishedAtMs: null }, policy, null);
      return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], { failures: 0, finishedAtMs: null });
    default:
      return unchanged(row);
  }
}

/**
 * Pauses the row until it is resumed; the connection of a row that is being sent is kept open for a while. A row that
 * BigGo is confirming or already has cannot be paused.
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

/** Resumes a paused row, on the same connection while it is held. */
export function resume(row: UploadRow, policy: RetryPolicy): Transition {
  if (row.state.phase !== "paused") return unchanged(row);
  if (row.state.held) return move(row, { phase: "sending", held: false }, [{ type: "continueSend" }]);
  // An earlier attempt may have arrived: reconcile before anything is sent again.
  if (row.uncertainBefore) return becomeUncertain(row, policy, null);
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }]);
}

/** Continues with a changed file as it is now. */
export function acceptChangedFile(
  row: UploadRow,
  event: Extract<UploadEvent, { type: "changedFileAccepted" }>,
): Transition {
  if (row.state.phase !== "needsFile") return unchanged(row);
  const { file, fingerprint, contentHash = null, lengthSeconds, aspectRatio, media } = event;
  const isSame = isSameContent(row, { fingerprint, contentHash }) !== false;
  const changes = {
    file,
    fingerprint,
    contentHash,
    lengthSeconds,
    aspectRatio,
    media,
    // An earlier attempt with other content says nothing about this one.
    uncertainBefore: isSame && row.uncertainBefore,
    confirmedDuplicate: isSame && row.confirmedDuplicate,
    failures: 0,
  };
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], changes);
}

/** Continues with the same content under another path or stamp; everything known about its attempts still holds. */
export function moveFile(row: UploadRow, file: FileIdentity): Transition {
  if (isFinished(row)) return unchanged(row);
  if (row.state.phase !== "needsFile") return { row: { ...row, file }, effects: [] };
  return move(row, { phase: "checking" }, [{ type: "checkFile", afterMs: 0 }], { file });
}

/** The user chose which candidate an uncertain upload became; null: none of them. */
export function chooseCandidate(row: UploadRow, videoId: string | null): Transition {
  if (row.state.phase !== "uncertain") return unchanged(row);
  if (videoId === null) return move(row, { phase: "queued" }, [], { reconcileAttempts: 0 });
  return row.state.candidates.includes(videoId) ? arrive(row, videoId) : unchanged(row);
}

/** A candidate turned out to belong to another row: the remaining ones are reconciled again. */
export function loseCandidate(row: UploadRow, videoId: string): Transition {
  if (row.state.phase !== "uncertain" || !row.state.candidates.includes(videoId)) return unchanged(row);
  const candidates = row.state.candidates.filter((other) => other !== videoId);
  return move(row, { ...row.state, candidates }, [{ type: "reconcileNow" }]);
}
