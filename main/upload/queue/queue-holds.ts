import type { AppErrorValue } from "../../../shared/errors.ts";
import { type Holds, noHolds, type StorageFailure } from "../../../shared/model/upload.ts";
import type { Clock } from "../../foundation/clock.ts";
import { type RetryPolicy, rateLimitMs } from "../model/retry-policy.ts";

interface QueueHoldsDeps {
  clock: Clock;
  policy: RetryPolicy;
  initial: Partial<Holds>;
  /** Called after every change. */
  onChange: (before: Holds, after: Holds) => void;
}

/** The reasons why the queue starts nothing, and the timers that end some of them automatically. */
export interface QueueHolds {
  get(): Holds;
  isHeld(): boolean;
  set(patch: Partial<Holds>): void;
  /** BigGo sent a rate limit (`Retry-After` in ms, clamped by the policy). */
  rateLimited(retryAfterMs: number | undefined): void;
  /** The connection is not trusted (TLS): retried after a delay, never bypassed. */
  blocked(error: AppErrorValue): void;
  /** The store rejects writes: retried after a delay. */
  storage(kind: StorageFailure): void;
  stop(): void;
}

/** Creates the holds of a queue. */
export function createQueueHolds({ clock, policy, initial, onChange }: QueueHoldsDeps): QueueHolds {
  let holds: Holds = { ...noHolds, ...initial };
  const timers = new Map<keyof Holds, () => void>();
  /** Rate limits that have not expired yet. */
  const rateLimits = new Set<() => void>();

  const set = (patch: Partial<Holds>) => {
    const before = holds;
    const after = { ...holds, ...patch };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    holds = after;
    onChange(before, after);
  };

  /** Holds for a fixed time, restarted by each call; if the reason persists, the next attempt holds again. */
  const holdFor = (ms: number, patch: Partial<Holds>, name: keyof Holds, released: Partial<Holds>) => {
    timers.get(name)?.();
    timers.set(
      name,
      clock.after(ms, () => set(released)),
    );
    set(patch);
  };

  return {
    get: () => holds,
    isHeld: () =>
      holds.offline ||
      holds.signedOut ||
      holds.rateLimitedUntilMs !== null ||
      holds.blocked !== null ||
      holds.storage !== null ||
      holds.readOnly ||
      holds.paused,
    set,
    rateLimited(retryAfterMs) {
      // Concurrent uploads may get different delays. A timer waits for each, even if the clock is changed meanwhile.
      const waitMs = rateLimitMs(policy, retryAfterMs);
      const cancel = clock.after(waitMs, () => {
        rateLimits.delete(cancel);
        if (rateLimits.size === 0) set({ rateLimitedUntilMs: null });
      });
      rateLimits.add(cancel);
      const untilMs = clock.now() + waitMs;
      const before = holds.rateLimitedUntilMs ?? 0;
      const isPlausible = before - clock.now() <= policy.retryAfter.maxMs;
      set({ rateLimitedUntilMs: isPlausible ? Math.max(before, untilMs) : untilMs });
    },
    blocked: (error) => holdFor(policy.blockedProbeMs, { blocked: error }, "blocked", { blocked: null }),
    storage: (kind) => holdFor(policy.storageProbeMs, { storage: kind }, "storage", { storage: null }),
    stop() {
      for (const cancel of [...timers.values(), ...rateLimits]) cancel();
      timers.clear();
      rateLimits.clear();
    },
  };
}
