import { BigGoError } from "./biggo-error.ts";

/** How many requests may be sent at once, and how many more each minute. */
export interface PaceLimits {
  burst: number;
  perMinute: number;
}

/**
 * Above what the app needs: a library of 10,000 videos is 500 pages, and is read at most twice in a row. It bounds what an
 * answer that makes the app ask again can cause.
 */
export const defaultPace: PaceLimits = { burst: 1000, perMinute: 2400 };

/** Spreads the requests of an account over time. */
export interface RequestPace {
  /** Resolves when the next request may be sent, in the order of the calls. Rejects with BigGoError on abort. */
  turn(signal: AbortSignal | undefined): Promise<void>;
}

/** Resolves in `ms`; rejects with BigGoError on abort. */
function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(new BigGoError("aborted", "Aborted before the request was sent"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Creates the pace. `monotonicNow` is in ms. */
export function createRequestPace({ burst, perMinute }: PaceLimits, monotonicNow: () => number): RequestPace {
  const intervalMs = 60_000 / perMinute;
  /** When the request after the last one would be due if none could be sent ahead of time. */
  let dueAtMs = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      const nowMs = monotonicNow();
      dueAtMs = Math.max(dueAtMs, nowMs) + intervalMs;
      const waitMs = dueAtMs - nowMs - burst * intervalMs;
      if (waitMs > 0) await waitFor(waitMs, signal);
    },
  };
}
