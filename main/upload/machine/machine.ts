import { assertNever } from "../../../shared/assert-never.ts";
import type { NeedsFileReason } from "../../../shared/model/upload.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import type { Attempt, FileIdentity, LastBytes, UploadRow } from "../model/upload-row.ts";
import {
  acceptChangedFile,
  cancel,
  chooseCandidate,
  loseCandidate,
  moveFile,
  pause,
  resume,
  retry,
} from "./commands.ts";
import { occupiesSlot, pauseWithQueue, releaseConnection, restartStuck, resumeWithQueue } from "./hold.ts";
import { becomeUncertain, onReconciled, onSendFailed } from "./outcome.ts";
import {
  editDetails,
  mirrorDetails,
  onDetailsFailed,
  onDetailsSaved,
  onPublished,
  publish,
  retrySave,
  saveAfterFailure,
  setPublishIntent,
} from "./save.ts";
import { arrive, move, type Transition, unchanged, waitForFile } from "./transition.ts";

function onFileChecked(
  row: UploadRow,
  { problem, file }: { problem: NeedsFileReason | null; file?: FileIdentity },
  policy: RetryPolicy,
): Transition {
  if (row.state.phase !== "checking" && row.state.phase !== "needsFile") return unchanged(row);
  if (problem === null) return move(row, { phase: "queued" }, [], file === undefined ? {} : { file });
  if (row.state.phase !== "needsFile" || row.state.reason !== problem) return waitForFile(row, problem, policy);
  // The file is checked until it is back, so a reconnected drive needs no action by the user.
  return { row, effects: [{ type: "checkFile", afterMs: policy.fileProbeMs }] };
}

/** Any attempt since the first uncertain one may have created the video, so reconciling starts at that one. */
function firstUncertainOr({ uncertainBefore, attempt: earlier }: UploadRow, attempt: Attempt): Attempt {
  if (uncertainBefore && earlier !== null) return { ...earlier, boundary: attempt.boundary };
  return earlier?.expiries === undefined ? attempt : { ...attempt, expiries: earlier.expiries };
}

/** More whole bodies than any row sends. */
const maxBodies = 100;

/** The attempt with what was known before its last bytes; the first uncertain attempt keeps what BigGo listed then. */
function withLastBytes(row: UploadRow, { body, contentHash: _, ...seen }: LastBytes): Attempt | null {
  const { attempt, uncertainBefore } = row;
  if (attempt === null) return null;
  if (!uncertainBefore) return { ...attempt, ...seen, bodies: [body] };
  return { ...attempt, bodies: [...attempt.bodies, body].slice(-maxBodies) };
}

function onSlotGranted(row: UploadRow, attempt: Attempt): Transition {
  if (row.state.phase !== "queued") return unchanged(row);
  return move(row, { phase: "sending", held: false }, [{ type: "send" }], {
    attempts: row.attempts + 1,
    attempt: firstUncertainOr(row, attempt),
    reconcileAttempts: 0,
  });
}

function onStatusSeen(row: UploadRow, event: Extract<UploadEvent, { type: "statusSeen" }>): Transition {
  const { state } = row;
  const videoId = state.phase === "processing" || state.phase === "failed" ? state.videoId : null;
  // BigGo may complete a video that it reported as broken or gone: then its upload has not failed.
  if (videoId === null || (state.phase === "failed" && event.status !== "complete")) return unchanged(row);
  switch (event.status) {
    case "complete":
      return publish(move(row, { phase: "complete", videoId }, saveAfterFailure(row), { finishedAtMs: event.atMs }));
    case "broken": {
      const message = `BigGo stopped processing: ${event.keywords.join(", ")}`;
      const error = { code: "not-convertible" as const, message, retryable: false, details: {} };
      return move(row, { phase: "failed", error, videoId }, [], { finishedAtMs: event.atMs });
    }
    case "gone": {
      const error = {
        code: "video-gone" as const,
        message: "The video is gone from BigGo",
        retryable: false,
        details: {},
      };
      return move(row, { phase: "failed", error, videoId }, [], { finishedAtMs: event.atMs });
    }
    case "processing": {
      const isSame = state.phase === "processing" && state.keywords.join("\n") === event.keywords.join("\n");
      return isSame ? unchanged(row) : move(row, { phase: "processing", videoId, keywords: event.keywords });
    }
    default:
      return assertNever(event.status);
  }
}

/** The network is back and the response may have been lost with it: BigGo is asked now, and not after the answer timer. */
function doubtStuck(row: UploadRow, attempt: number, policy: RetryPolicy): Transition {
  if (attempt !== row.attempts) return unchanged(row);
  const { row: uncertain, effects } = becomeUncertain(row, policy, null);
  return { row: uncertain, effects: [{ type: "abortSend" }, ...effects] };
}

function onWaitElapsed(row: UploadRow): Transition {
  return row.state.phase === "waiting" ? move(row, { phase: "queued" }) : unchanged(row);
}

function onNetworkReturned(row: UploadRow): Transition {
  const { state } = row;
  if (state.phase === "waiting" && state.reason !== "server") return move(row, { phase: "queued" });
  if (state.phase === "uncertain") return { row, effects: [{ type: "reconcileNow" }] };
  if (state.phase === "saving") return { row, effects: [{ type: "saveDetails", afterMs: 0 }] };
  return unchanged(row);
}

/**
 * The state machine of an upload: pure, total, without a clock. An event that does not apply to the state is a no-op.
 * Events of an attempt carry its number, so a late event of an old attempt cannot affect a newer one.
 */
export function transition(row: UploadRow, event: UploadEvent, policy: RetryPolicy): Transition {
  switch (event.type) {
    case "fileChecked":
      return onFileChecked(row, event, policy);
    case "slotGranted":
      return onSlotGranted(row, event.attempt);
    case "lastBytesReady":
      if (row.state.phase !== "sending" || row.state.held || event.attempt !== row.attempts) return unchanged(row);
      return move(row, { phase: "confirming" }, [], {
        attempt: withLastBytes(row, event.seen),
        contentHash: event.seen.contentHash ?? row.contentHash,
      });
    case "arrived":
      // A server that counts the file's bytes may respond before the closing boundary is sent.
      if (!occupiesSlot(row) || event.attempt !== row.attempts) return unchanged(row);
      return arrive({ ...row, contentHash: event.contentHash ?? row.contentHash }, event.videoId);
    case "sendFailed":
      return onSendFailed(row, event, policy);
    case "reconciled":
      return onReconciled(row, event, policy);
    case "detailsSaved":
      return onDetailsSaved(row, event.revision);
    case "detailsFailed":
      return onDetailsFailed(row, event, policy);
    case "statusSeen":
      return onStatusSeen(row, event);
    case "waitElapsed":
      return onWaitElapsed(row);
    case "networkReturned":
      return onNetworkReturned(row);
    case "detailsEdited":
      return editDetails(row, event.patch);
    case "detailsMirrored":
      return mirrorDetails(row, event.patch);
    case "publishIntentSet":
      return setPublishIntent(row, event.patch);
    case "published":
      return onPublished(row);
    case "saveRequested":
      return retrySave(row);
    case "cancelRequested":
      return cancel(row, event.atMs);
    case "retryRequested":
      return retry(row, policy);
    case "pauseRequested":
      return pause(row);
    case "queuePaused":
      return pauseWithQueue(row);
    case "queueResumed":
      return resumeWithQueue(row);
    case "releaseConnection":
      return releaseConnection(row, event.attempt);
    case "stuck":
      return row.state.phase === "confirming"
        ? doubtStuck(row, event.attempt, policy)
        : restartStuck(row, event.attempt);
    case "resumeRequested":
      return resume(row, policy);
    case "changedFileAccepted":
      return acceptChangedFile(row, event);
    case "fileMoved":
      return moveFile(row, event.file);
    case "candidateChosen":
      return chooseCandidate(row, event.videoId);
    case "candidateTaken":
      return loseCandidate(row, event.videoId);
    default:
      return assertNever(event);
  }
}
