import { AsyncLocalStorage } from "node:async_hooks";
import { BigGoError } from "./biggo-error.ts";

/** Bounds of a `Retry-After` that are honoured, ms. */
export interface WaitLimits {
  minMs: number;
  maxMs: number;
}

/** What is honoured unless the caller sets other limits: up to an hour. */
export const defaultWaitLimits: WaitLimits = { minMs: 1000, maxMs: 3_600_000 };

export interface RequestGateDeps {
  limits: WaitLimits;
  /** Monotonic ms. */
  monotonicNow: () => number;
  /** A host of the API asked all calls to wait for `ms`. */
  onWait: (ms: number) => void;
}

/**
 * Keeps all calls of an account waiting when BigGo asks one of them to (`Retry-After`), separately for each host: who
 * asks too early is refused here, and nothing is sent.
 */
export interface RequestGate {
  /** Throws BigGoError `rate-limited` with the remaining time while calls to the URL's host have to wait. */
  enter(url: string): void;
  /** Notes what a failed response asked for. */
  observe(url: string, error: unknown): void;
  /** Keeps calls to the URL's host waiting for `ms`, as an earlier run was asked to. */
  hold(url: string, ms: number): void;
}

/** How long an action of the user may send requests through a closed gate, ms. */
const userPassMs = 5000;

/** Timers of the callers may end this much too early, ms. */
const toleranceMs = 20;

const userPass = new AsyncLocalStorage<{ endsAtMs: number; isSpent: boolean }>();

/**
 * Runs an action that the user has just asked for: its calls may ask BigGo once although others wait, until BigGo
 * answers again that they have to.
 */
export function asUser<T>(run: () => T): T {
  return userPass.run({ endsAtMs: performance.now() + userPassMs, isSpent: false }, run);
}

function mayAskAnyway(): boolean {
  const pass = userPass.getStore();
  return pass !== undefined && !pass.isSpent && performance.now() < pass.endsAtMs;
}

/** Creates the gate, which is open at first. */
export function createRequestGate({ limits, monotonicNow, onWait }: RequestGateDeps): RequestGate {
  const openAtMs = new Map<string, number>();

  const hold = (url: string, ms: number): number => {
    const { origin } = new URL(url);
    const waitMs = Math.min(limits.maxMs, Math.max(limits.minMs, ms));
    // A shorter time that was asked for later never shortens one that is still running.
    openAtMs.set(origin, Math.max(openAtMs.get(origin) ?? 0, monotonicNow() + waitMs));
    return waitMs;
  };

  return {
    enter(url) {
      const remainingMs = Math.ceil((openAtMs.get(new URL(url).origin) ?? 0) - monotonicNow());
      if (remainingMs <= toleranceMs || mayAskAnyway()) return;
      throw new BigGoError("rate-limited", "BigGo asked all calls to wait", { retryAfterMs: remainingMs });
    },
    observe(url, error) {
      // A limit without a time is for the caller to pace; it asks nothing of the others.
      if (!(error instanceof BigGoError) || error.kind !== "rate-limited" || error.retryAfterMs === undefined) return;
      const pass = userPass.getStore();
      if (pass !== undefined) pass.isSpent = true;
      onWait(hold(url, error.retryAfterMs));
    },
    hold: (url, ms) => void hold(url, ms),
  };
}
