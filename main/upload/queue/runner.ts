import type { AppErrorValue } from "../../../shared/errors.ts";
import type { Holds } from "../../../shared/model/upload.ts";
import { troubleOf } from "../../database/storage-trouble.ts";
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
import { placeBefore } from "./queue-order.ts";
import { createQueueRows } from "./queue-rows.ts";
import type { UploadStore } from "./upload-store.ts";

/** What the runner does itself; everything else it hands on. */
type OwnEffect = Extract<
  UploadEffect,
  { type: "wake" | "holdForRateLimit" | "holdSignedOut" | "holdBlocked" | "holdForStorage" | "backOffQueue" }
>;

export interface RunnerDeps {
  store: UploadStore;
  clock: Clock;
  policy: RetryPolicy;
  /** What marks an attempt that begins now. */
  newAttempt: () => Attempt;
  /** How many uploads may send at once. */
  parallel: () => number;
  /** Everything is shown and nothing is changed: every change throws AppError `database-newer`. */
  readOnly?: boolean;
  /** Carries out an effect; what comes of it is dispatched as an event. Must not throw. */
  perform: (row: UploadRow, effect: Exclude<UploadEffect, OwnEffect>) => void;
  /** Told after every commit, in order. */
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  /** Called for every commit of a row, for the log. */
  onCommit?: ((commit: LoggedCommit) => void) | undefined;
  onHolds: (holds: Holds) => void;
  /** The key was refused in the middle of the work. */
  onSignedOut: (error: AppErrorValue) => void;
}

/** The only writer of the queue, and serial: transition → commit → publish → effects. */
export interface Runner {
  /** Brings back what the store holds; call once, before anything else. */
  start(): void;
  rows(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  /** Stores new rows; they are durable when it returns. */
  add(rows: readonly UploadRow[]): void;
  /** Moves a row; durable when it returns. Throws only when it could not be stored: then nothing moved. */
  dispatch(id: string, event: UploadEvent): void;
  /** The same for what the world reports and nobody waits for: what cannot be stored now is when the store takes it. */
  report(id: string, event: UploadEvent): void;
  /** Puts a row before another one of the queue, or at its end. */
  reorder(id: string, beforeId: string | null): void;
  /** Takes rows off the list, all or none. */
  remove(ids: readonly string[]): void;
  holds(): Holds;
  setHold(patch: Partial<Holds>): void;
  /** The same event for many rows; what may start, starts once all of them have moved. */
  reportAll(ids: readonly string[], event: UploadEvent): void;
  /** Starts what may start now. */
  pump(): void;
  /** No further effects or timers. */
  stop(): void;
}

/** Builds the runner over its parts. */
export function createRunner(deps: RunnerDeps): Runner {
  const { store, clock, policy } = deps;
  const rows = createQueueRows();
  const wakers = new Map<string, () => void>();
  const { commit, deferUntilWritable, bestEffort, retryDeferred } = createCommits({
    readOnly: deps.readOnly ?? false,
    onTrouble: (trouble) => holds.storage(trouble),
  });
  /** Ends the current back-off early; null when there is none. */
  let cancelBackOff: (() => void) | null = null;
  let stopped = false;
  let pumping = false;

  const idsUnsaved = () =>
    rows.all().flatMap((row) => (row.saveError === null && row.savedRevision < row.detailsRevision ? [row.id] : []));

  const onHoldsChanged = (before: Holds, after: Holds) => {
    deps.onHolds(after);
    if (after.paused !== before.paused) {
      // The pause holds all the same where it cannot be stored; only the next start does not know of it.
      bestEffort(() => store.savePaused(after.paused));
      reportAll(rows.idsIn("sending"), { type: after.paused ? "queuePaused" : "queueResumed" });
    }
    if (after.rateLimitedUntilMs !== before.rateLimitedUntilMs) {
      bestEffort(() => store.saveRateLimit(after.rateLimitedUntilMs));
    }
    if (before.offline && !after.offline) backOff(0);
    const isOver = (name: "signedOut" | "blocked" | "rateLimitedUntilMs") => Boolean(before[name]) && !after[name];
    if (isOver("signedOut") || isOver("blocked") || isOver("rateLimitedUntilMs")) {
      reportAll(idsUnsaved(), { type: "saveRequested" });
    }
    if (before.storage !== null && after.storage === null) retryDeferred();
    pump();
  };
  const holds = createQueueHolds({
    clock,
    policy,
    initial: { paused: store.loadPaused(), readOnly: deps.readOnly ?? false },
    onChange: onHoldsChanged,
  });

  /** Starts nothing for so long: the next row would fail the same way. 0 ends the back-off. */
  const backOff = (ms: number) => {
    cancelBackOff?.();
    const end = () => {
      cancelBackOff = null;
      pump();
    };
    cancelBackOff = ms === 0 ? null : clock.after(ms, end);
  };

  const wakeLater = (id: string, ms: number) => {
    wakers.get(id)?.();
    const wake = () => {
      wakers.delete(id);
      if (!stopped) report(id, { type: "timeUp" });
    };
    wakers.set(id, clock.after(ms, wake));
  };

  const perform = (row: UploadRow, effect: UploadEffect) => {
    switch (effect.type) {
      case "wake":
        return wakeLater(row.id, effect.afterMs);
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
    if (row === null) return;
    const [fromPhase, toPhase] = [from?.state.phase ?? null, to?.state.phase ?? null];
    deps.onCommit?.({ id: row.id, from: fromPhase, to: toPhase, cause, attempts: row.attempts });
  };

  const apply = (before: UploadRow, { row, effects }: Transition, cause: string) => {
    if (row !== before) {
      commit(() => store.save(row));
      rows.put(row);
      logCommit(before, row, cause);
      deps.onChange({ upserts: [row], removed: [] });
    }
    for (const effect of effects) perform(row, effect);
    // Whoever resumes a row of a paused queue has resumed the row, not the queue.
    const { state } = row;
    if (row !== before && holds.get().paused && state.phase === "sending" && !state.held) {
      dispatch(row.id, { type: "queuePaused" });
    }
  };

  const reportAll = (ids: readonly string[], event: UploadEvent) => {
    pumping = true;
    try {
      for (const id of ids) report(id, event);
    } finally {
      pumping = false;
    }
    pump();
  };

  const report = (id: string, event: UploadEvent) => {
    // What is only shown takes no part in what happens.
    if (deps.readOnly !== true) deferUntilWritable(() => dispatch(id, event));
  };

  /** On a full disk a row stays where it was, which is a state to recover from. */
  const recoverRow = (id: string) =>
    deferUntilWritable(() => {
      const row = rows.get(id);
      if (row !== undefined && !stopped) apply(row, recover(row, clock.now(), policy), "recovered");
    });

  const dispatch = (id: string, event: UploadEvent) => {
    const row = rows.get(id);
    if (row === undefined || stopped) return;
    // Whoever asks for it now is not to wait.
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
      // The queue is held by then; whoever moved another row need not hear of this one.
      if (troubleOf(error) === null) throw error;
    } finally {
      pumping = false;
    }
  };

  /** Starts the first of the queue; false when there is none. */
  const startNext = (): boolean => {
    const first = rows.firstQueued();
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
      // The clock may have been set meanwhile: the hold clamps what is left.
      const leftMs = (store.loadRateLimit() ?? 0) - clock.now();
      if (leftMs > 0) holds.rateLimited(leftMs);
      for (const row of stored) recoverRow(row.id);
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
      const positions = placeBefore(rows.all(), id, beforeId);
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
    pump,
    stop() {
      stopped = true;
      cancelBackOff?.();
      holds.stop();
      for (const cancel of wakers.values()) cancel();
      wakers.clear();
    },
  };
}
