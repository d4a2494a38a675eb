/** BigGo's clock, read from the `Date` header of its responses (RFC 9110, section 6.6.1): whole seconds. */
export interface ServerClock {
  /** A response has arrived. A missing or malformed header is ignored. */
  observe(date: string | string[] | undefined): void;
  /** The time on BigGo's clock, epoch ms; null before the first response. */
  nowMs(): number | null;
}

/** Creates the clock. It runs on `monotonicNow` (ms), so a change of this computer's clock does not move it. */
export function createServerClock(monotonicNow: () => number): ServerClock {
  let offsetMs: number | null = null;
  return {
    observe(date) {
      const atMs = typeof date === "string" ? Date.parse(date) : Number.NaN;
      if (Number.isFinite(atMs)) offsetMs = atMs - monotonicNow();
    },
    nowMs: () => (offsetMs === null ? null : Math.round(monotonicNow() + offsetMs)),
  };
}
