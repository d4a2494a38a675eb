import { assertNever } from "../../../shared/assert-never.ts";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect, UploadEvent } from "../model/upload-event.ts";
import { type UploadRow, videoMayTurnUp } from "../model/upload-row.ts";
import { occupiesSlot } from "./hold.ts";
import { arrive, move, type Transition, unchanged, waitForFile } from "./transition.ts";

type SendFailed = Extract<UploadEvent, { type: "sendFailed" }>;
type Reconciled = Extract<UploadEvent, { type: "reconciled" }>;

/** Effects that concern the whole queue. */
const queueHolds = new Set<UploadEffect["type"]>([
  "holdForRateLimit",
  "holdSignedOut",
  "holdBlocked",
  "holdForStorage",
  "backOffQueue",
]);

function waitToRetry(
  row: UploadRow,
  event: SendFailed,
  reason: "network" | "interrupted",
  delayMs: number,
): Transition {
  const error = "error" in event.failure ? event.failure.error : null;
  const failures = reason === "network" ? row.failures : row.failures + 1;
  const state = { phase: "waiting" as const, untilMs: event.atMs + delayMs, reason, error };
  return move(row, state, [{ type: "wake", afterMs: delayMs }], { failures });
}

/**
 * A refused token is no failure of the connection and says nothing against the key, so expiries are counted by
 * themselves: the row only waits longer after each.
 */
function waitForToken(row: UploadRow, event: SendFailed, error: AppErrorValue, policy: RetryPolicy): Transition {
  const { attempt } = row;
  const expiries = attempt?.expiries ?? 0;
  const delayMs = backoffMs(policy, expiries, event.random);
  const state = { phase: "waiting" as const, untilMs: event.atMs + delayMs, reason: "interrupted" as const, error };
  const counted = attempt === null ? null : { ...attempt, expiries: expiries + 1 };
  return move(row, state, [{ type: "wake", afterMs: delayMs }], { attempt: counted });
}

/** It is unknown whether the file arrived: the row is reconciled before a byte is sent again. */
export function becomeUncertain(row: UploadRow, policy: RetryPolicy, error: AppErrorValue | null): Transition {
  const effects = [{ type: "reconcile" as const, afterMs: policy.reconcileDelaysMs[0] ?? 0 }];
  return move(row, { phase: "uncertain", candidates: [], error }, effects, {
    uncertainBefore: true,
    reconcileAttempts: 0,
  });
}

function onDuplicate(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  // After an attempt that may have arrived, the duplicate is that attempt's video: find it, then save its details.
  if (row.uncertainBefore) return becomeUncertain({ ...row, confirmedDuplicate: true }, policy, null);
  return move(row, { phase: "duplicate", videoId: null }, [{ type: "reconcile", afterMs: 0 }], {
    finishedAtMs: event.atMs,
  });
}

/** A held connection was lost. That is not a failure of the upload, unless BigGo refused it. */
function failWhileHeld(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  const ended = failAttempt(row, event, policy);
  const { phase } = ended.row.state;
  if (phase === "failed" || phase === "needsFile") return ended;
  const effects = ended.effects.filter(({ type }) => queueHolds.has(type));
  const state =
    row.state.phase === "paused" ? ({ phase: "paused", held: false } as const) : { phase: "queued" as const };
  return move({ ...ended.row, failures: row.failures }, state, effects);
}

/** An attempt failed. */
export function onSendFailed(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  if (!occupiesSlot(row) || event.attempt !== row.attempts || event.failure.kind === "aborted") return unchanged(row);
  // Nothing of the file was sent, so the attempt does not count and its number can be reused.
  const counted = event.bodyStarted ? row : { ...row, attempts: row.attempts - 1 };
  const held = "held" in row.state && row.state.held;
  return (held ? failWhileHeld : failAttempt)(counted, event, policy);
}

function failAttempt(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  const { failure } = event;
  switch (failure.kind) {
    case "aborted":
      // An abort by the state machine moves the row first; here the process is shutting down.
      return unchanged(row);
    case "file":
      return waitForFile(row, failure.reason, policy);
    case "unreachable": {
      const waiting = waitToRetry(row, event, "network", policy.networkProbeMs);
      // The next row would fail the same way: back off instead of trying a long queue row by row.
      return { ...waiting, effects: [...waiting.effects, { type: "backOffQueue", forMs: policy.networkProbeMs }] };
    }
    case "broken":
      return waitToRetry(row, event, "interrupted", backoffMs(policy, row.failures, event.random));
    case "expired":
      return waitForToken(row, event, failure.error, policy);
    case "unanswered": {
      const { row: uncertain, effects } = becomeUncertain(
        { ...row, failures: row.failures + 1 },
        policy,
        failure.error,
      );
      const hold = failure.rateLimit && { type: "holdForRateLimit" as const, ...failure.rateLimit };
      return { row: uncertain, effects: hold === undefined ? effects : [...effects, hold] };
    }
    case "duplicate":
      return onDuplicate(row, event, policy);
    case "rateLimited":
      return move(row, { phase: "queued" }, [{ type: "holdForRateLimit", retryAfterMs: failure.retryAfterMs }]);
    case "signedOut":
      return move(row, { phase: "queued" }, [{ type: "holdSignedOut", error: failure.error }]);
    case "blocked":
      return move(row, { phase: "queued" }, [{ type: "holdBlocked", error: failure.error }]);
    case "storage":
      return move(row, { phase: "queued" }, [{ type: "holdForStorage", storage: failure.storage }]);
    case "refused":
      return move(row, { phase: "failed", error: failure.error, videoId: null }, [], { finishedAtMs: event.atMs });
    default:
      return assertNever(failure);
  }
}

function keepReconciling(row: UploadRow, error: AppErrorValue, reconcileLater: UploadEffect): Transition {
  if (row.state.phase !== "uncertain" || row.state.error?.code === error.code)
    return { row, effects: [reconcileLater] };
  return move(row, { ...row.state, error }, [reconcileLater]);
}

/**
 * Asks the user instead of guessing. Reconciling continues meanwhile: another row may claim one of the candidates, and
 * a video that is still being processed gets the length that decides which row it belongs to.
 */
function askUser(row: UploadRow, candidates: string[], reconcileLater: UploadEffect): Transition {
  const isAsked = row.state.phase === "uncertain" && row.state.candidates.join() === candidates.join();
  if (isAsked) return { row, effects: [reconcileLater] };
  return move(row, { phase: "uncertain", candidates, error: null }, [reconcileLater]);
}

/**
 * A whole body was in vain. Each costs as much as the file, so the next waits longer, and in the end the user decides.
 */
function sendAgain(row: UploadRow, event: Reconciled, policy: RetryPolicy): Transition {
  const inVain = Math.max(1, row.attempt?.bodies.length ?? 0);
  const delayMs = policy.resendDelaysMs[inVain - 1];
  const error = row.state.phase === "uncertain" ? row.state.error : null;
  const changes = { reconcileAttempts: 0 };
  if (delayMs === undefined) {
    const message = `BigGo did not store the file, which was sent ${inVain} times`;
    const failure: AppErrorValue = { code: "sent-in-vain", message, retryable: true, details: {} };
    return move(row, { phase: "failed", error: failure, videoId: null }, [], { ...changes, finishedAtMs: event.atMs });
  }
  if (delayMs === 0) return move(row, { phase: "queued" }, [], changes);
  const state = { phase: "waiting" as const, untilMs: event.atMs + delayMs, reason: "server" as const, error };
  return move(row, state, [{ type: "wake", afterMs: delayMs }], changes);
}

function afterLastReconcile(row: UploadRow, event: Reconciled, policy: RetryPolicy): Transition {
  const { found } = event;
  const reconcileLater = { type: "reconcile" as const, afterMs: policy.reconcileDelaysMs.at(-1) ?? 0 };
  switch (found.kind) {
    case "one":
    case "duplicate":
      return arrive(row, found.videoId);
    case "pending": {
      const { reconcileAttempts } = row;
      const isPatient = reconcileAttempts < policy.reconcileDelaysMs.length + policy.pendingReconciles;
      if (!isPatient) return askUser(row, found.videoIds, reconcileLater);
      return { row: { ...row, reconcileAttempts: reconcileAttempts + 1 }, effects: [reconcileLater] };
    }
    case "weak":
      // BigGo refuses content that it has (1002), so asking with the file is safer than a guess, if it costs little.
      if (!row.confirmedDuplicate && row.file.sizeBytes <= policy.maxBytesToAsk) return sendAgain(row, event, policy);
      return askUser(row, [found.videoId], reconcileLater);
    case "several":
      return askUser(row, found.videoIds, reconcileLater);
    case "unreadable":
      // Only a listing that was read and does not contain the video allows another attempt.
      return keepReconciling(row, found.error, reconcileLater);
    case "none":
      // BigGo has the content but does not list the video: sending it again would only be refused again.
      if (row.confirmedDuplicate && row.reconcileAttempts < policy.reconcileDelaysMs.length + policy.extraReconciles) {
        return { row: { ...row, reconcileAttempts: row.reconcileAttempts + 1 }, effects: [reconcileLater] };
      }
      if (row.confirmedDuplicate)
        return move(row, { phase: "duplicate", videoId: null }, [], { finishedAtMs: event.atMs });
      return sendAgain(row, event, policy);
    default:
      return assertNever(found);
  }
}

/** The video of an upload that failed after a whole body may have turned up: then it gets its details. */
function onLateVideo(row: UploadRow, found: Reconciled["found"], policy: RetryPolicy): Transition {
  if (found.kind === "one") return arrive({ ...row, finishedAtMs: null }, found.videoId);
  const isOpen = found.kind === "pending" || found.kind === "unreadable";
  return isOpen
    ? { row, effects: [{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) ?? 0 }] }
    : unchanged(row);
}

/** Applies the result of a reconcile to an uncertain upload, a duplicate, or an upload that failed after a whole body. */
export function onReconciled(row: UploadRow, event: Reconciled, policy: RetryPolicy): Transition {
  const { found } = event;
  if (row.state.phase === "duplicate") {
    const canLink = (found.kind === "one" || found.kind === "duplicate") && row.state.videoId === null;
    if (canLink)
      return move(row, {
        phase: "duplicate",
        videoId: found.videoId,
        ...(found.kind === "one" ? { isGuess: true } : {}),
      });
    // Nothing was learned: try to link the video again later.
    return found.kind === "unreadable" && row.state.videoId === null && !event.extra
      ? { row, effects: [{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) ?? 0 }] }
      : unchanged(row);
  }
  if (videoMayTurnUp(row)) return onLateVideo(row, found, policy);
  if (row.state.phase !== "uncertain") return unchanged(row);
  if (found.kind === "one") return arrive(row, found.videoId);
  if (found.kind === "duplicate") {
    return move(row, { phase: "duplicate", videoId: found.videoId }, [], { finishedAtMs: event.atMs });
  }
  if (event.extra) return unchanged(row);
  const reconcileAttempts = row.reconcileAttempts + 1;
  const nextMs = policy.reconcileDelaysMs[reconcileAttempts];
  if (nextMs === undefined) return afterLastReconcile(row, event, policy);
  const error = found.kind === "unreadable" ? found.error : null;
  return move(row, { phase: "uncertain", candidates: [], error }, [{ type: "reconcile", afterMs: nextMs }], {
    reconcileAttempts,
  });
}
