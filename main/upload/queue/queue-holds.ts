import type { AppErrorValue } from "../../../shared/errors.ts";
import { type Holds, noHolds, type StorageTrouble } from "../../../shared/model/upload.ts";
import type { Clock } from "../../foundation/clock.ts";
import { type RetryPolicy, rateLimitMs } from "../model/retry-policy.ts";

interface QueueHoldsDeps {
  clock: Clock;
  policy: RetryPolicy;
  initial: Partial<Holds>;
  /** Told of every change, after it. */
  onChange: (before: Holds, after: Holds) => void;
}

/** Why nothing of the queue starts, and what ends each of these reasons by itself. */
export interface QueueHolds {
  get(): Holds;
  isHeld(): boolean;
  set(patch: Partial<Holds>): void;
  /** BigGo asked for a pause (`Retry-After`, ms, clamped by the policy). */
  rateLimited(retryAfterMs: number | undefined): void;
  /** No connection can be trusted: tried again now and then, never bypassed. */
  blocked(error: AppErrorValue): void;
  /** Nothing can be stored: tried again soon. */
  storage(kind: StorageTrouble): void;
  stop(): void;
}

/** Builds the holds of a queue. */
export function createQueueHolds({ clock, policy, initial, onChange }: QueueHoldsDeps): QueueHolds {
  let holds: Holds = { ...noHolds, ...initial };
  const timers = new Map<keyof Holds, () => void>();
  /** The waits that BigGo asked for and that are not over. */
  const rateLimits = new Set<() => void>();

  const set = (patch: Partial<Holds>) => {
    const before = holds;
    const after = { ...holds, ...patch };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    holds = after;
    onChange(before, after);
  };

  /** Holds for a while, anew each time: what holds longer is found out by trying. */
  const holdFor = (ms: number, patch: Partial<Holds>, name: keyof Holds, free: Partial<Holds>) => {
    timers.get(name)?.();
    timers.set(
      name,
      clock.after(ms, () => set(free)),
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
      // Two that were sent side by side may be told two times: each is waited out, whatever the clock is set to meanwhile.
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
