import type { Clock } from "../../foundation/clock.ts";

/** The timers of rows that wait: one for each row. */
export interface Wakers {
  /** Calls `wake` in `ms`, instead of at an earlier request for this row. */
  later(id: string, ms: number, wake: () => void): void;
  /** Cancels all. */
  stop(): void;
}

/** Creates them. */
export function createWakers({ after }: Pick<Clock, "after">): Wakers {
  const cancels = new Map<string, () => void>();
  return {
    later(id, ms, wake) {
      cancels.get(id)?.();
      const run = () => {
        cancels.delete(id);
        wake();
      };
      cancels.set(id, after(ms, run));
    },
    stop() {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
