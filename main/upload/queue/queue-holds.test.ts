import { expect, it, vi } from "vitest";
import type { Holds } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import { createQueueHolds } from "./queue-holds.ts";

const dayMs = 86_400_000;

function held() {
  vi.useFakeTimers();
  let nowMs = 100 * dayMs;
  const seen: Holds[] = [];
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
    onChange: (_, after) => seen.push(after),
  });
  const setClock = (byMs: number) => {
    nowMs += byMs;
  };
  return { holds, setClock, nowMs: () => nowMs };
}

it("waits as long as it was told, the longer of two times, however the clock is set", () => {
  const { holds, setClock, nowMs } = held();
  holds.rateLimited(5000);
  setClock(-dayMs);
  holds.rateLimited(8000);
  expect(holds.get().rateLimitedUntilMs).toBe(nowMs() + 8000);
  vi.advanceTimersByTime(7999);
  expect(holds.isHeld()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(holds.isHeld()).toBe(false);
});
