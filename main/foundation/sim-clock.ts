import type { Clock } from "./clock.ts";

/** Simulated time: `step` jumps to the next timer instead of waiting. */
export interface SimClock extends Clock {
  /** Monotonic ms since the simulation started, unaffected by wall clock changes. */
  trueMs(): number;
  /** Resolves after `ms` of simulated time. */
  sleep(ms: number): Promise<void>;
  /** Changes the computer's clock: wall time jumps, timers do not. */
  setWallOffset(ms: number): void;
  /** Runs the next timer and every promise that settles because of it; false when no timer is left. */
  step(): Promise<boolean>;
}

/** Wall time at the start of a simulation, epoch ms. */
export const simEpochMs = 1_800_000_000_000;

/** Creates a clock at the start of its simulation. */
export function createSimClock(): SimClock {
  let nowMs = 0;
  let wallOffsetMs = 0;
  let nextKey = 0;
  const timers = new Map<number, { atMs: number; run: () => void }>();

  const after = (ms: number, run: () => void) => {
    const key = nextKey++;
    timers.set(key, { atMs: nowMs + Math.max(0, ms), run });
    return () => {
      timers.delete(key);
    };
  };

  const takeNext = () => {
    let first: [number, { atMs: number; run: () => void }] | undefined;
    // Timers due at the same time run in the order they were set: Map keeps it and `<` respects it.
    for (const entry of timers) if (first === undefined || entry[1].atMs < first[1].atMs) first = entry;
    if (first !== undefined) timers.delete(first[0]);
    return first?.[1];
  };

  return {
    // Like `Date.now`, whatever fraction a random delay had.
    now: () => Math.floor(simEpochMs + nowMs + wallOffsetMs),
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
      // One turn of the event loop, after which every promise that can settle now has settled.
      await new Promise((resolve) => setImmediate(resolve));
      return true;
    },
  };
}
