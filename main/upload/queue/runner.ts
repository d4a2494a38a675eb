import type { AppErrorValue } from "../../../shared/errors.ts";
import type { Holds } from "../../../shared/model/upload.ts";
import { storageFailureOf } from "../../database/storage-failure.ts";
import type { Clock } from "../../foundation/clock.ts";
import { transition } from "../machine/machine.ts";
import { recover } from "../machine/recovery.ts";
import type { Transition } from "../machine/transition.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect, UploadEvent } from "../model/upload-event.ts";
import type { Attempt, UploadRow } from "../model/upload-row.ts";
import { createCommits } from "./commits.ts";
import { causeOf, type LoggedCommit } from "./logged-commit.ts";
import { createQueueHolds } from "./queue-holds.ts";
import { positionsAfterMove } from "./queue-order.ts";
import { createQueueRows } from "./queue-rows.ts";
import type { UploadStore } from "./upload-store.ts";
import { createWakers } from "./wakers.ts";

/** Effects that the runner performs itself; it passes on all others. */
type OwnEffect = Extract<
  UploadEffect,
  { type: "wake" | "holdForRateLimit" | "holdSignedOut" | "holdBlocked" | "holdForStorage" | "backOffQueue" }
>;

export interface RunnerDeps {
  store: UploadStore;
  clock: Clock;
  policy: RetryPolicy;
  /** Creates the data of an attempt that starts now. */
  newAttempt: () => Attempt;
  /** How many uploads may send at once. */
  parallel: () => number;
  /** Whether a queued row should not be started yet; the pump is called when that may have changed. */
  isHeldBack?: (row: UploadRow) => boolean;
  /** Read-only: every change throws AppError `database-newer`. */
  readOnly?: boolean;
  /** The store rejects every write as long as this queue is open. */
  unwritable?: boolean;
  /** Performs an effect and reports its outcome as an event. Must not throw. */
  perform: (row: UploadRow, effect: Exclude<UploadEffect, OwnEffect>) => void;
  /** Called after every commit, in order. */
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  /** Called for every commit of a row, for the log. */
  onCommit?: ((commit: LoggedCommit) => void) | undefined;
  onHolds: (holds: Holds) => void;
  /** BigGo refused the key. */
  onSignedOut: (error: AppErrorValue) => void;
}

/** The only writer of the queue, and serial: transition → commit → publish → effects. */
export interface Runner {
  /** Recovers what the store holds. Call once, before anything else. */
  start(): void;
  rows(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row that a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  /** Adds rows; durable when it returns. Throws AppError when they could not be stored. */
  add(rows: readonly UploadRow[]): void;
  /** Applies an event; durable when it returns. Throws only when it could not be stored: then nothing changed. */
  dispatch(id: string, event: UploadEvent): void;
  /** Like `dispatch` for events without a caller to report to: deferred while the store rejects writes. */
  report(id: string, event: UploadEvent): void;
  /** Moves a row before another one; null: to the end of the queue. */
  reorder(id: string, beforeId: string | null): void;
  /** Removes rows, all or none. */
  remove(ids: readonly string[]): void;
  holds(): Holds;
  setHold(patch: Partial<Holds>): void;
  /** BigGo asked all calls to wait, in ms; clamped as for an upload. */
  rateLimited(retryAfterMs: number): void;
  /** Reports the same event for many rows, and starts uploads once it has been applied to all of them. */
  reportAll(ids: readonly string[], event: UploadEvent): void;
  /** Starts uploads while slots are free and the queue is not held. */
  pump(): void;
  /** Stops all timers and ignores further events. */
  stop(): void;
}

/** Creates the runner. */
export function createRunner(deps: RunnerDeps): Runner {
  const { store, clock, policy } = deps;
  const rows = createQueueRows();
  const wakers = createWakers(clock);
  const { commit, deferUntilWritable, bestEffort, retryDeferred } = createCommits({
    readOnly: deps.readOnly ?? false,
    onStorageFailure(failure) {
      if (deps.unwritable !== true) holds.storage(failure);
    },
  });
  /** Ends the current back-off early; null when there is none. */
  let cancelBackOff: (() => void) | null = null;
  let stopped = false;
  let pumping = false;

  const idsUnsaved = () =>
    rows.all().flatMap((row) => (row.saveError === null && row.savedRevision < row.detailsRevision ? [row.id] : []));

  /** Runs work that may report events, and starts no upload meanwhile. */
  const startingNothing = (work: () => void) => {
    const before = pumping;
    pumping = true;
    try {
      work();
    } finally {
      pumping = before;
    }
  };

  const onHoldsChanged = (before: Holds, after: Holds) => {
    deps.onHolds(after);
    if (after.paused !== before.paused) {
      // The pause takes effect even if it cannot be stored; then the next start does not restore it.
      bestEffort(() => store.savePaused(after.paused));
      reportAll(rows.idsIn("sending"), { type: after.paused ? "queuePaused" : "queueResumed" });
    }
    if (after.rateLimitedUntilMs !== before.rateLimitedUntilMs) {
      bestEffort(() => store.saveRateLimit(after.rateLimitedUntilMs));
    }
    if (before.offline && !after.offline) backOff(0);
    const hasEnded = (name: "signedOut" | "blocked" | "rateLimitedUntilMs") => Boolean(before[name]) && !after[name];
    if (hasEnded("signedOut") || hasEnded("blocked") || hasEnded("rateLimitedUntilMs")) {
      reportAll(idsUnsaved(), { type: "saveRequested" });
    }
    if (before.storage !== null && after.storage === null) startingNothing(retryDeferred);
    pump();
  };
  const holds = createQueueHolds({
    clock,
    policy,
    initial: {
      paused: store.loadPaused(),
      readOnly: deps.readOnly ?? false,
      storage: deps.unwritable === true ? "full" : null,
    },
    onChange: onHoldsChanged,
  });

  /** Starts nothing for `ms`, because the next row would fail the same way. 0 ends the back-off. */
  const backOff = (ms: number) => {
    cancelBackOff?.();
    const end = () => {
      cancelBackOff = null;
      pump();
    };
    cancelBackOff = ms === 0 ? null : clock.after(ms, end);
  };

  const perform = (row: UploadRow, effect: UploadEffect) => {
    switch (effect.type) {
      case "wake":
        return wakers.later(row.id, effect.afterMs, () => report(row.id, { type: "waitElapsed" }));
      case "holdForRateLimit":
        return holds.rateLimited(effect.retryAfterMs);
      case "holdSignedOut":
        holds.set({ signedOut: true });
        return deps.onSignedOut(effect.error);
      case "holdBlocked":
        return holds.blocked(effect.error);
      case "holdForStorage":
        return holds.storage(effect.storage);
      case "backOffQueue":
        return backOff(effect.forMs);
      default:
        return deps.perform(row, effect);
    }
  };

  const logCommit = (from: UploadRow | null, to: UploadRow | null, cause: string) => {
    const row = to ?? from;
    const phases = { from: from?.state.phase ?? null, to: to?.state.phase ?? null };
    if (row !== null) deps.onCommit?.({ id: row.id, ...phases, cause, attempts: row.attempts });
  };

  const apply = (before: UploadRow, { row, effects }: Transition, cause: string) => {
    if (row !== before) {
      commit(() => store.save(row));
      rows.put(row);
      logCommit(before, row, cause);
      deps.onChange({ upserts: [row], removed: [] });
    }
    for (const effect of effects) perform(row, effect);
    // Resuming a row of a paused queue resumes the row, not the queue.
    const { state } = row;
    if (row !== before && holds.get().paused && state.phase === "sending" && !state.held) {
      dispatch(row.id, { type: "queuePaused" });
    }
  };

  const reportAll = (ids: readonly string[], event: UploadEvent) => {
    startingNothing(() => {
      for (const id of ids) report(id, event);
    });
    pump();
  };

  /** A read-only queue ignores events. */
  const report = (id: string, event: UploadEvent) => {
    if (deps.readOnly !== true) deferUntilWritable(() => dispatch(id, event));
  };

  /** While the disk is full the row keeps its stored state and is recovered later. */
  const recoverRow = (id: string) =>
    deferUntilWritable(() => {
      const row = rows.get(id);
      if (row !== undefined && !stopped) apply(row, recover(row, clock.now(), policy), "recovered");
    });

  const dispatch = (id: string, event: UploadEvent) => {
    const row = rows.get(id);
    if (row === undefined || stopped) return;
    // A retry by the user does not wait for the back-off.
    if (event.type === "retryRequested") backOff(0);
    apply(row, transition(row, event, policy), causeOf(event));
    pump();
  };

  const pump = () => {
    if (holds.isHeld() || cancelBackOff !== null || stopped || pumping) return;
    pumping = true;
    try {
      while (rows.sendingCount() < deps.parallel() && startNext() && !holds.isHeld() && cancelBackOff === null);
    } catch (error) {
      // The queue is held by then. The caller's own change succeeded, so this error is not reported to it.
      if (storageFailureOf(error) === null) throw error;
    } finally {
      pumping = false;
    }
  };

  /** Starts the first queued row; false when there is none. */
  const startNext = (): boolean => {
    const first = rows.firstQueued(deps.isHeldBack ?? (() => false));
    if (first === undefined) return false;
    const event = { type: "slotGranted", attempt: deps.newAttempt() } as const;
    apply(first, transition(first, event, policy), event.type);
    return true;
  };

  return {
    start() {
      const stored = store.load();
      stored.forEach(rows.put);
      if (deps.readOnly === true) return;
      // The clock may have been changed meanwhile: the hold clamps the remaining time.
      const remainingMs = (store.loadRateLimit() ?? 0) - clock.now();
      if (remainingMs > 0) holds.rateLimited(remainingMs);
      // An upload that was started before its row is recovered would be taken for one that ended with an earlier process.
      startingNothing(() => {
        for (const row of stored) recoverRow(row.id);
      });
      pump();
    },
    rows: rows.all,
    get: rows.get,
    ownerOf: rows.ownerOf,
    add(added) {
      commit(() => store.saveAll(added));
      added.forEach(rows.put);
      for (const row of added) logCommit(null, row, "added");
      deps.onChange({ upserts: [...added], removed: [] });
      for (const row of added) if (row.state.phase === "checking") perform(row, { type: "checkFile", afterMs: 0 });
      pump();
    },
    dispatch,
    report,
    reportAll,
    reorder(id, beforeId) {
      const positions = positionsAfterMove(rows.all(), id, beforeId);
      const moved = rows.all().flatMap((row) => {
        const position = positions.get(row.id);
        return position === undefined ? [] : [{ ...row, position }];
      });
      if (moved.length === 0) return;
      commit(() => store.saveAll(moved));
      moved.forEach(rows.put);
      for (const row of moved) logCommit(row, row, "moved");
      deps.onChange({ upserts: moved, removed: [] });
    },
    remove(ids) {
      const known = ids.filter((id) => rows.get(id) !== undefined);
      if (known.length === 0) return;
      commit(() => store.removeAll(known));
      for (const id of known) logCommit(rows.get(id) ?? null, null, "removed");
      known.forEach(rows.remove);
      deps.onChange({ upserts: [], removed: known });
      pump();
    },
    holds: holds.get,
    setHold: holds.set,
    rateLimited: holds.rateLimited,
    pump,
    stop() {
      stopped = true;
      cancelBackOff?.();
      holds.stop();
      wakers.stop();
    },
  };
}
