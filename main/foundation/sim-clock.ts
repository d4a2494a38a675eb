import type { Clock } from "./clock.ts";

/** Simulated time: nothing waits, the next thing due is simply next. */
export interface SimClock extends Clock {
  /** Monotonic ms since the simulation began: the world's true time. */
  trueMs(): number;
  /** Resolves after `ms` of simulated time. */
  sleep(ms: number): Promise<void>;
  /** Someone sets the computer's clock: wall time jumps, timers do not. */
  setWallOffset(ms: number): void;
  /** Runs what is due next and lets everything that follows from it happen; false when nothing is due any more. */
  step(): Promise<boolean>;
}

/** The world begins at this wall time, epoch ms. */
export const simEpochMs = 1_800_000_000_000;

/** Builds a clock that stands at the beginning. */
export function createSimClock(): SimClock {
  let nowMs = 0;
  let wallOffsetMs = 0;
  let order = 0;
  const due = new Map<number, { atMs: number; run: () => void }>();

  const after = (ms: number, run: () => void) => {
    const key = order++;
    due.set(key, { atMs: nowMs + Math.max(0, ms), run });
    return () => {
      due.delete(key);
    };
  };

  const takeNext = () => {
    let first: [number, { atMs: number; run: () => void }] | undefined;
    // Equal times run in the order in which they were asked for: Map keeps it, `<` respects it.
    for (const entry of due) if (first === undefined || entry[1].atMs < first[1].atMs) first = entry;
    if (first !== undefined) due.delete(first[0]);
    return first?.[1];
  };

  return {
    now: () => simEpochMs + nowMs + wallOffsetMs,
    trueMs: () => nowMs,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    setWallOffset(ms) {
      wallOffsetMs = ms;
    },
    async step() {
      const next = takeNext();
      if (next === undefined) return false;
      nowMs = next.atMs;
      next.run();
      // One turn of the event loop: every promise that can settle now has settled when it comes round.
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    },
  };
}
