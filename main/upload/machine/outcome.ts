import { assertNever } from "../../../shared/assert-never.ts";
import type { AppErrorValue } from "../../../shared/errors.ts";
import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect, UploadEvent } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { occupiesSlot } from "./hold.ts";
import { arrive, move, needFile, type Transition, unchanged } from "./transition.ts";

type SendFailed = Extract<UploadEvent, { type: "sendFailed" }>;
type Reconciled = Extract<UploadEvent, { type: "reconciled" }>;

/** Effects that are about the whole queue. */
const queueHolds = new Set<UploadEffect["type"]>([
  "holdForRateLimit",
  "holdSignedOut",
  "holdBlocked",
  "holdForStorage",
  "backOffQueue",
]);

/** How often in a row a file may be refused because the token ran out meanwhile. */
const maxExpired = 3;

function waitOut(row: UploadRow, event: SendFailed, reason: "network" | "interrupted", delayMs: number): Transition {
  const error = "error" in event.failure ? event.failure.error : null;
  const failures = reason === "network" ? row.failures : row.failures + 1;
  const state = { phase: "waiting" as const, untilMs: event.atMs + delayMs, reason, error };
  return move(row, state, [{ type: "wake", afterMs: delayMs }], { failures });
}

/** Nobody knows whether the file arrived: BigGo is asked before a byte is sent again. */
export function becomeUncertain(row: UploadRow, policy: RetryPolicy, error: AppErrorValue | null): Transition {
  const effects = [{ type: "reconcile" as const, afterMs: policy.reconcileDelaysMs[0] ?? 0 }];
  return move(row, { phase: "uncertain", candidates: [], error }, effects, {
    uncertainBefore: true,
    reconcileAttempts: 0,
  });
}

function onDuplicate(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  // After an attempt that may have arrived, a repeat is that attempt's own video: find it and go on to its details.
  if (row.uncertainBefore) return becomeUncertain({ ...row, confirmedDuplicate: true }, policy, null);
  return move(row, { phase: "duplicate", videoId: null }, [{ type: "reconcile", afterMs: 0 }], {
    finishedAtMs: event.atMs,
  });
}

/** A held connection ended by itself: that is no failure of the file, unless BigGo said no. */
function endedWhileHeld(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  const ended = endAttempt(row, event, policy);
  const { phase } = ended.row.state;
  if (phase === "failed" || phase === "needsFile") return ended;
  const effects = ended.effects.filter(({ type }) => queueHolds.has(type));
  const state =
    row.state.phase === "paused" ? ({ phase: "paused", held: false } as const) : { phase: "queued" as const };
  return move({ ...ended.row, failures: row.failures }, state, effects);
}

/** The end of an attempt that did not succeed. */
export function onSendFailed(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  if (!occupiesSlot(row) || event.attempt !== row.attempts || event.failure.kind === "aborted") return unchanged(row);
  // Nothing of the file went out: the number is free for the next one, for this one's work is over.
  const counted = event.begun ? row : { ...row, attempts: row.attempts - 1 };
  const held = "held" in row.state && row.state.held;
  return (held ? endedWhileHeld : endAttempt)(counted, event, policy);
}

function endAttempt(row: UploadRow, event: SendFailed, policy: RetryPolicy): Transition {
  const { failure } = event;
  switch (failure.kind) {
    case "aborted":
      // An abort of ours moves the row before it ends the attempt; here it was the process that is shutting down.
      return unchanged(row);
    case "file":
      return needFile(row, failure.reason, policy);
    case "unreachable": {
      const waiting = waitOut(row, event, "network", policy.networkProbeMs);
      // Whoever is next would find the same: a long queue must not be gone through row by row, again and again.
      return { ...waiting, effects: [...waiting.effects, { type: "backOffQueue", forMs: policy.networkProbeMs }] };
    }
    case "broken":
      return waitOut(row, event, "interrupted", backoffMs(policy, row.failures, event.random));
    case "expired":
      // A key whose fresh tokens keep being refused is no good, whatever the code says.
      if (row.failures >= maxExpired)
        return move(row, { phase: "queued" }, [{ type: "holdSignedOut", error: failure.error }]);
      return waitOut(row, event, "interrupted", backoffMs(policy, row.failures, event.random));
    case "unanswered": {
      const { row: doubted, effects } = becomeUncertain({ ...row, failures: row.failures + 1 }, policy, failure.error);
      const hold = failure.rateLimit && { type: "holdForRateLimit" as const, ...failure.rateLimit };
      return { row: doubted, effects: hold === undefined ? effects : [...effects, hold] };
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
 * The person is asked, nothing is guessed. Meanwhile it is looked on: another row may find its own and leave this one
 * only one, and a video that BigGo still processes gets the length that tells whose it is.
 */
function askFor(row: UploadRow, candidates: string[], reconcileLater: UploadEffect): Transition {
  const asked = row.state.phase === "uncertain" && row.state.candidates.join() === candidates.join();
  if (asked) return { row, effects: [reconcileLater] };
  return move(row, { phase: "uncertain", candidates, error: null }, [reconcileLater]);
}

function afterLastReconcile(row: UploadRow, event: Reconciled, policy: RetryPolicy): Transition {
  const { found } = event;
  const reconcileLater = { type: "reconcile" as const, afterMs: policy.reconcileDelaysMs.at(-1) ?? 0 };
  switch (found.kind) {
    case "one":
    case "repeat":
      return arrive(row, found.videoId);
    case "likely":
      return askFor(row, [found.videoId], reconcileLater);
    case "several":
      return askFor(row, found.videoIds, reconcileLater);
    case "unreadable":
      // It has said nothing: only a listing that was read and did not show it allows another attempt.
      return keepReconciling(row, found.error, reconcileLater);
    case "none":
      // BigGo has it and does not list it: sending it once more could only be refused once more.
      if (row.confirmedDuplicate && row.reconcileAttempts < policy.reconcileDelaysMs.length + policy.extraReconciles) {
        return { row: { ...row, reconcileAttempts: row.reconcileAttempts + 1 }, effects: [reconcileLater] };
      }
      if (row.confirmedDuplicate)
        return move(row, { phase: "duplicate", videoId: null }, [], { finishedAtMs: event.atMs });
      return move(row, { phase: "queued" }, [], { reconcileAttempts: 0 });
    default:
      return assertNever(found);
  }
}

/** What a look at BigGo's listing means for an uncertain upload, or for one that was there already. */
export function onReconciled(row: UploadRow, event: Reconciled, policy: RetryPolicy): Transition {
  const { found } = event;
  if (row.state.phase === "duplicate") {
    const link = (found.kind === "one" || found.kind === "repeat") && row.state.videoId === null;
    if (link) return move(row, { phase: "duplicate", videoId: found.videoId });
    // It has said nothing: the link is looked for again.
    return found.kind === "unreadable" && row.state.videoId === null && !event.extra
      ? { row, effects: [{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) ?? 0 }] }
      : unchanged(row);
  }
  if (row.state.phase !== "uncertain") return unchanged(row);
  if (found.kind === "one") return arrive(row, found.videoId);
  if (found.kind === "repeat") {
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
