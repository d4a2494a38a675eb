/** BigGo's clock, read from the `Date` header of its responses (RFC 9110, section 6.6.1): whole seconds. */
export interface ServerClock {
  /** A response has arrived. A missing or malformed header is ignored. */
  observe(date: string | string[] | undefined): void;
  /**
   * The time on BigGo's clock, epoch ms; null before the first response, and after a sleep of the computer or a change of
   * its clock until the next one.
   */
  nowMs(): number | null;
}

/** The clocks of this computer, ms. */
interface LocalClocks {
  monotonicNow: () => number;
  /** Epoch ms. */
  now: () => number;
}

/** By how much the two local clocks may drift apart between two responses, ms. */
const maxDriftMs = 5000;

/** Creates the clock. */
export function createServerClock({ monotonicNow, now }: LocalClocks): ServerClock {
  let observed: { serverMs: number; monotonicMs: number; wallMs: number } | null = null;
  return {
    observe(date) {
      const serverMs = typeof date === "string" ? Date.parse(date) : Number.NaN;
      if (Number.isFinite(serverMs)) observed = { serverMs, monotonicMs: monotonicNow(), wallMs: now() };
    },
    nowMs() {
      if (observed === null) return null;
      const passedMs = monotonicNow() - observed.monotonicMs;
      // The monotonic clock may stand still while the computer sleeps.
      const isKnown = Math.abs(now() - observed.wallMs - passedMs) <= maxDriftMs;
      return isKnown ? Math.round(observed.serverMs + passedMs) : null;
    },
  };
}
