import { describe, expect, it } from "vitest";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { awaitsCompletion, withVerdict } from "./processing-state.ts";

const createdAtMs = 1_764_000_000_000;
const soon = createdAtMs + 60_000;
const later = createdAtMs + 25 * 3600_000;
const idle = sampleVideo("v", { createdAtMs, complete: false, processing: false });
const verdictsOf = (changes: object) =>
  [soon, later].map((nowMs) => withVerdict({ ...idle, ...changes }, nowMs).broken);

describe("status 7 with processing: false", () => {
  it("is no failure before a day is over", () => {
    expect(verdictsOf({ statusKeywords: ["step 7"] })).toEqual([false, true]);
  });

  it.each([{ statusKeywords: ["in queue"] }, { processing: true }, { complete: true }, { createdAtMs: 0 }])(
    "is none after a day either with %j",
    (changes) => {
      expect(verdictsOf(changes)).toEqual([false, false]);
    },
  );

  it("is asked about until it is complete, and for a day after an error", () => {
    const waits = (changes: object) => [soon, later].map((nowMs) => awaitsCompletion({ ...idle, ...changes }, nowMs));
    expect(waits({})).toEqual([true, true]);
    expect(waits({ broken: true })).toEqual([true, false]);
    expect(waits({ complete: true })).toEqual([false, false]);
  });
});
