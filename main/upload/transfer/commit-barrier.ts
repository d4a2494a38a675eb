import type { Clock } from "../../foundation/clock.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { mayBeTakenFor } from "../reconcile/reconcile.ts";

/** Where an upload waits with its last bytes. */
interface Door {
  /** Whether the answer to another upload that could be taken for this one is still awaited. */
  isContested(): boolean;
  /** Resolves when it is not, or when the signal aborts. */
  passed(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** The one door through which all last bytes go. */
export interface ConfirmDoor {
  approach(row: UploadRow): Door;
  /** A row has moved, or a transfer was aborted: whoever waits looks again. */
  rowsChanged(): void;
}

interface ConfirmDoorDeps {
  rows: () => readonly UploadRow[];
  clock: Clock;
  policy: RetryPolicy;
}

/**
 * Two whole bodies that could be taken for each other are never out at once: were both answers lost, nobody could say
 * whose video is whose. The last bytes wait until BigGo's word on the other one is known; not for longer than the
 * policy says while that word is merely slow, and not for a row about which the person was asked.
 */
export function createConfirmDoor({ rows, clock, policy }: ConfirmDoorDeps): ConfirmDoor {
  let moved = Promise.withResolvers<void>();
  const rowsChanged = () => {
    moved.resolve();
    moved = Promise.withResolvers();
  };
  return {
    rowsChanged,
    approach(row) {
      let patient = true;
      const callOff = clock.after(policy.doorMs, () => {
        patient = false;
        rowsChanged();
      });
      const isInDoubt = ({ state }: UploadRow) =>
        (state.phase === "confirming" && patient) || (state.phase === "uncertain" && state.candidates.length === 0);
      const isContested = () =>
        rows().some((other) => other.id !== row.id && isInDoubt(other) && mayBeTakenFor(other, row));
      return {
        isContested,
        async passed(signal) {
          while (isContested() && !signal.aborted) await moved.promise;
        },
        leave: callOff,
      };
    },
  };
}
