import { areAlike } from "../../../shared/model/alike.ts";
import type { Clock } from "../../foundation/clock.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";

/** Serialises the last bytes of uploads that could be confused with each other. */
export interface CommitBarrier {
  /** Whether the last bytes of this upload wait for the outcome of another one. */
  isContested(row: UploadRow): boolean;
  /** Resolves when it is no longer contested, or when the signal aborts. */
  uncontested(row: UploadRow, signal: AbortSignal): Promise<void>;
  /**
   * Whether nothing of this upload should be sent yet: another one's outcome is unknown, and a connection that waits for it
   * with all bytes sent may be ended by the server, which wastes them.
   */
  isHeldBack(row: UploadRow): boolean;
  /** The last bytes of this upload are about to be sent: from now on its outcome is unknown. */
  lastBytesSent(id: string): void;
  stop(): void;
  /** A row has changed, or a transfer was aborted: every waiting upload checks again. */
  rowsChanged(): void;
}

interface CommitBarrierDeps {
  rows: () => readonly UploadRow[];
  clock: Clock;
  /** Monotonic ms. */
  monotonicNow: () => number;
  policy: RetryPolicy;
  /** An upload that was held back may be sent now. */
  onReleased: () => void;
}

/** An attempt waits for others this many times `policy.commitBarrierMs` at most, however many come in between. */
const maxWaits = 2;

/**
 * Creates the barrier. Two complete bodies that could be confused are not unconfirmed at the same time: if both responses
 * were lost, the user would have to decide which video belongs to which upload. That is worth a wait and not a queue that
 * stands still, so it ends `policy.commitBarrierMs` after the other upload's last bytes were sent, or half as much later
 * once its response is lost; and at once when the user is asked, or the scheduled reconciles are over. No attempt waits
 * longer than a minute in all.
 */
export function createCommitBarrier(deps: CommitBarrierDeps): CommitBarrier {
  const { rows, clock, monotonicNow, policy } = deps;
  const createdAtMs = monotonicNow();
  /** When the last bytes of uploads were sent, monotonic ms. */
  const sentAtMs = new Map<string, number>();
  /** Since when an attempt has waited here with all its bytes but the last sent, monotonic ms. */
  const arrivals = new Map<string, { atMs: number; signal: AbortSignal }>();
  let changed = Promise.withResolvers<void>();
  let cancelRelease = () => {};

  const rowsChanged = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  const timeoutOf = ({ state, reconcileAttempts }: UploadRow): number => {
    if (state.phase === "confirming") return policy.commitBarrierMs;
    const isAsked = state.phase === "uncertain" && state.candidates.length > 0;
    const isOver = reconcileAttempts >= policy.reconcileDelaysMs.length;
    return state.phase !== "uncertain" || isAsked || isOver ? 0 : 1.5 * policy.commitBarrierMs;
  };
  /** How long another upload still keeps this one waiting, ms; after a restart the doubt counts from the start. */
  const remainingMs = (row: UploadRow, isRelevant: (other: UploadRow) => boolean): number =>
    rows().reduce((longest, other) => {
      const timeoutMs = timeoutOf(other);
      if (timeoutMs === 0 || other.id === row.id || !isRelevant(other) || !areAlike(row, other)) return longest;
      return Math.max(longest, (sentAtMs.get(other.id) ?? createdAtMs) + timeoutMs - monotonicNow());
    }, 0);
  /** An attempt waits for a limited time in all: a server ends a connection on which nothing happens. */
  const leftMs = ({ id }: UploadRow): number => {
    const arrival = arrivals.get(id);
    return arrival === undefined
      ? Number.POSITIVE_INFINITY
      : arrival.atMs + maxWaits * policy.commitBarrierMs - monotonicNow();
  };
  const contestedMs = (row: UploadRow) =>
    Math.min(
      remainingMs(row, () => true),
      leftMs(row),
    );

  const releaseAfter = (ms: number) => {
    cancelRelease();
    cancelRelease = clock.after(ms, deps.onReleased);
  };

  return {
    rowsChanged,
    isContested: (row) => contestedMs(row) > 0,
    async uncontested(row, signal) {
      if (arrivals.get(row.id)?.signal !== signal) arrivals.set(row.id, { atMs: monotonicNow(), signal });
      for (let waitMs = contestedMs(row); waitMs > 0 && !signal.aborted; waitMs = contestedMs(row)) {
        const over = Promise.withResolvers<void>();
        const cancel = clock.after(waitMs, over.resolve);
        await Promise.race([changed.promise, over.promise]);
        cancel();
      }
    },
    isHeldBack(row) {
      const waitMs = remainingMs(row, ({ state }) => state.phase === "uncertain");
      if (waitMs > 0) releaseAfter(waitMs);
      return waitMs > 0;
    },
    stop: () => cancelRelease(),
    lastBytesSent(id) {
      arrivals.delete(id);
      sentAtMs.set(id, monotonicNow());
    },
  };
}
