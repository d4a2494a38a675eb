/** Time, injected. `after` counts on a monotonic clock and returns the function that calls it off. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** Wall clock for people, monotonic timers for waiting. */
export const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
