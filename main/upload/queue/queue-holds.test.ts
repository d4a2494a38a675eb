import { describe, expect, it, vi } from "vitest";
import type { Holds } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import { createQueueHolds } from "./queue-holds.ts";

const dayMs = 86_400_000;

function setup() {
  vi.useFakeTimers();
  let nowMs = 100 * dayMs;
  const changes: Holds[] = [];
  const holds = createQueueHolds({
    clock: {
      now: () => nowMs,
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    policy,
    initial: {},
    onChange: (_, after) => changes.push(after),
  });
  const moveClock = (byMs: number) => {
    nowMs += byMs;
  };
  return { holds, moveClock, nowMs: () => nowMs };
}

describe("createQueueHolds", () => {
  it("waits for the longer of two rate limits, even if the clock is changed", () => {
    const { holds, moveClock, nowMs } = setup();
    holds.rateLimited(5000);
    moveClock(-dayMs);
    holds.rateLimited(8000);
    expect(holds.get().rateLimitedUntilMs).toBe(nowMs() + 8000);
    vi.advanceTimersByTime(7999);
    expect(holds.isHeld()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(holds.isHeld()).toBe(false);
  });
});
