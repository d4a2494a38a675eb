import { expect, it } from "vitest";
import { createSlicePace } from "./slice-pace.ts";

/** Sends so many seconds over a line and gives the longest time between two slices that were taken, ms. */
function longestSilence(bytesPerSecond: number, seconds: number) {
  let nowMs = 0;
  let longest = 0;
  let slices = 0;
  const pace = createSlicePace(() => nowMs);
  while (nowMs < seconds * 1000) {
    pace.begun();
    const tookMs = (pace.sliceBytes() / bytesPerSecond) * 1000;
    nowMs += tookMs;
    slices += 1;
    pace.taken();
    // The first slices find out what the line takes.
    if (slices > 3) longest = Math.max(longest, tookMs);
  }
  return { longest, size: pace.sliceBytes() };
}

it("hears of a slow line every second or two, and hands a fast one large slices", () => {
  expect(longestSilence(10_000, 60).longest).toBeLessThan(2000);
  expect(longestSilence(100_000, 60).longest).toBeLessThan(1000);
  expect(longestSilence(1_000_000_000, 1).size).toBe(1024 * 1024);
});
