/** Runs `run` in `ms` milliseconds of a monotonic clock. Returns a function that cancels it. */
export type After = (ms: number, run: () => void) => () => void;

/** Injected time. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  after: After;
}

/** The system's wall clock, and monotonic timers. */
export const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
