/** How fast bytes go, over the time in which they may. */
export interface TransferSpeed {
  /** `bytes` more have gone by now. Called at each tick while bytes may go. */
  measure(bytes: number, nowMs: number): void;
  /** The time from now on does not count until the next measure. */
  suspend(): void;
  /** Bytes per second; 0 until there is enough to go by. */
  perSecond(): number;
}

/** Time constant of the smoothing: long enough to be calm, short enough to follow a real change. */
const smoothingMs = 3000;
/** So long a transfer is watched before a speed is told: the first bytes only fill the socket's own buffer. */
const warmUpMs = 1000;

/** Builds a speed over monotonic time: exponentially smoothed, active seconds only. */
export function createTransferSpeed(): TransferSpeed {
  let measuredAtMs: number | null = null;
  let warmMs: number | null = null;
  let warmBytes = 0;
  let perSecond = 0;
  return {
    measure(bytes, nowMs) {
      const elapsedMs = measuredAtMs === null ? 0 : nowMs - measuredAtMs;
      if (measuredAtMs !== null && elapsedMs <= 0) return;
      measuredAtMs = nowMs;
      if (elapsedMs === 0) return;
      if (warmMs === null) {
        warmMs = 0;
      } else if (warmMs < warmUpMs) {
        warmMs += elapsedMs;
        warmBytes += bytes;
        if (warmMs >= warmUpMs) perSecond = (warmBytes / warmMs) * 1000;
      } else {
        perSecond += ((bytes / elapsedMs) * 1000 - perSecond) * (1 - Math.exp(-elapsedMs / smoothingMs));
      }
    },
    suspend() {
      measuredAtMs = null;
    },
    perSecond: () => perSecond,
  };
}

/** Below this, half as much again is nothing that anybody sees: the next time is told as it is. */
const leastSeconds = 1;

/**
 * A time left that changes by at most half from one telling to the next. `cause` names what the person sees change (a
 * pause, more files, another limit): when it is another one, the new time is told as it is.
 */
export function createSteadyEstimate(): (seconds: number | null, cause: string) => number | null {
  let last: number | null = null;
  let lastCause = "";
  return (seconds, cause) => {
    const bounded =
      seconds === null || last === null || last < leastSeconds || cause !== lastCause
        ? seconds
        : Math.min(last * 1.5, Math.max(last * 0.5, seconds));
    last = bounded;
    lastCause = cause;
    return bounded;
  };
}
