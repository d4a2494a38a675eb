import { describe, expect, it } from "vitest";
import { createSlicePace } from "./slice-pace.ts";

/** Sends for some seconds; returns the longest time between two accepted slices, ms, and the final slice size. */
function simulate(bytesPerSecond: number, seconds: number) {
  let nowMs = 0;
  let maxGapMs = 0;
  let slices = 0;
  const pace = createSlicePace(() => nowMs);
  while (nowMs < seconds * 1000) {
    pace.sliceStarted();
    const tookMs = (pace.sliceBytes() / bytesPerSecond) * 1000;
    nowMs += tookMs;
    slices += 1;
    pace.sliceAccepted();
    // The first slices still adapt to the connection.
    if (slices > 3) maxGapMs = Math.max(maxGapMs, tookMs);
  }
  return { maxGapMs, sliceBytes: pace.sliceBytes() };
}

describe("createSlicePace", () => {
  it("shows progress at least every two seconds on a slow connection and writes large slices to a fast one", () => {
    expect(simulate(10_000, 60).maxGapMs).toBeLessThan(2000);
    expect(simulate(100_000, 60).maxGapMs).toBeLessThan(1000);
    expect(simulate(1_000_000_000, 1).sliceBytes).toBe(1024 * 1024);
  });
});
