import { describe, expect, it } from "vitest";
import { frameAt, middleOf, seekPointOf } from "./frame-numbers.ts";

describe("frameAt", () => {
  it.each([23.976, 24, 25, 29.97, 30, 50, 59.94, 60])("round-trips every frame at %d fps", (rate) => {
    for (let frame = 0; frame < 5000; frame += 1) {
      expect(frameAt(middleOf(frame, rate), rate)).toBe(frame);
      // What is sent to BigGo: the frame's start, truncated to whole milliseconds.
      expect(frameAt(Math.floor((frame / rate) * 1000), rate)).toBe(frame);
    }
  });

  it("assumes 30 fps when the frame rate is unknown", () => {
    expect(frameAt(1000, null)).toBe(30);
  });
});

describe("seekPointOf", () => {
  it("lies early in a long frame and within a short one", () => {
    expect(seekPointOf({ startMs: 780, endMs: 880 })).toBe(784);
    expect(seekPointOf({ startMs: 10, endMs: 14 })).toBe(12);
  });
});
