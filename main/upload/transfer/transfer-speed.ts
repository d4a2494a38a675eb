/** The speed of a transfer, measured only over the time in which bytes may be sent. */
export interface TransferSpeed {
  /** Another `bytes` were sent by `nowMs` (monotonic). Called at each tick while bytes may be sent. */
  measure(bytes: number, nowMs: number): void;
  /** Time does not count from now until the next `measure`. */
  suspend(): void;
  /** Bytes per second; 0 until enough has been measured. */
  perSecond(): number;
}

/** Time constant of the smoothing: long enough to be calm, short enough to follow a real change. */
const smoothingMs = 3000;
/** How long a transfer is measured before its speed is reported: the first bytes only fill the socket's buffer, ms. */
const warmUpMs = 1000;

/** Creates a speed measurement over monotonic time: exponentially smoothed, active time only. */
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

/** Below this, a change by half is not noticeable, so the next estimate is not bounded. */
const minBoundedSeconds = 1;

/**
 * Creates an estimate of the time left, in seconds, that changes by at most half per call. `cause` identifies what the
 * user sees change (a pause, more files, another limit): when it differs from the last call, the new time is unbounded.
 */
export function createSteadyEstimate(): (seconds: number | null, cause: string) => number | null {
  let last: number | null = null;
  let lastCause = "";
  return (seconds, cause) => {
    const bounded =
      seconds === null || last === null || last < minBoundedSeconds || cause !== lastCause
        ? seconds
        : Math.min(last * 1.5, Math.max(last * 0.5, seconds));
    last = bounded;
    lastCause = cause;
    return bounded;
  };
}
