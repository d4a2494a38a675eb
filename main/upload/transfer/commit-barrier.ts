import type { Clock } from "../../foundation/clock.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { isAmbiguousWith } from "../reconcile/reconcile.ts";

/** One upload's claim on the barrier, from its last bytes being ready until they may go. */
interface BarrierClaim {
  /** Whether an upload that could be confused with this one has no confirmed outcome yet. */
  isContested(): boolean;
  /** Resolves when it is no longer contested, or when the signal aborts. */
  uncontested(signal: AbortSignal): Promise<void>;
  release(): void;
}

/** Serialises the last bytes of uploads that could be confused with each other. */
export interface CommitBarrier {
  acquire(row: UploadRow): BarrierClaim;
  /** A row has changed, or a transfer was aborted: every waiting claim checks again. */
  rowsChanged(): void;
}

interface CommitBarrierDeps {
  rows: () => readonly UploadRow[];
  clock: Clock;
  policy: RetryPolicy;
}

/**
 * Creates the barrier. Two complete bodies that could be confused are never unconfirmed at the same time: if both
 * responses were lost, it could not be decided which video belongs to which upload. The last bytes wait until the other
 * upload's outcome is known, but at most `policy.commitBarrierMs` while its response is merely slow, and not at all for
 * a row whose scheduled reconciles are over.
 */
export function createCommitBarrier({ rows, clock, policy }: CommitBarrierDeps): CommitBarrier {
  let changed = Promise.withResolvers<void>();
  const rowsChanged = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  return {
    rowsChanged,
    acquire(row) {
      let timedOut = false;
      const cancelTimeout = clock.after(policy.commitBarrierMs, () => {
        timedOut = true;
        rowsChanged();
      });
      const isUnconfirmed = ({ state, reconcileAttempts }: UploadRow) =>
        (state.phase === "confirming" && !timedOut) ||
        // Once the scheduled reconciles are over, BigGo may take long to process what was found.
        (state.phase === "uncertain" &&
          state.candidates.length === 0 &&
          reconcileAttempts < policy.reconcileDelaysMs.length);
      const isContested = () =>
        rows().some((other) => other.id !== row.id && isUnconfirmed(other) && isAmbiguousWith(other, row));
      return {
        isContested,
        async uncontested(signal) {
          while (isContested() && !signal.aborted) await changed.promise;
        },
        release: cancelTimeout,
      };
    },
  };
}
