/** For how long a process ran nothing else, ms. */
export interface Stalls {
  /** Its own doing: the longest time that its main thread computed in one go. */
  ownMs: number;
  /** By the clock, other programs that had the processor meanwhile included. */
  clockMs: number;
}

/** Measures stalls of this process. */
export interface StallMeter {
  /** Runs something whose time does not count. */
  exclude<T>(run: () => T): T;
  /** Ends it; the longest stalls. */
  stop(): Stalls;
}

const tickMs = 5;

/** The main thread's computing time and the clock, ms. */
function times() {
  const { user, system } = process.threadCpuUsage();
  return { ownMs: (user + system) / 1000, clockMs: performance.now() };
}

/** Starts to measure. */
export function startStallMeter(): StallMeter {
  const longest = { ownMs: 0, clockMs: 0 };
  const excluded = { ownMs: 0, clockMs: 0 };
  let last = times();
  const timer = setInterval(() => {
    const now = times();
    for (const key of ["ownMs", "clockMs"] as const) {
      longest[key] = Math.max(longest[key], now[key] - last[key] - excluded[key]);
      excluded[key] = 0;
    }
    last = now;
  }, tickMs);
  return {
    exclude(run) {
      const from = times();
      try {
        return run();
      } finally {
        const to = times();
        for (const key of ["ownMs", "clockMs"] as const) excluded[key] += to[key] - from[key];
      }
    },
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}
