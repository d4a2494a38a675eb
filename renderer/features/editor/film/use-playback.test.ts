import { expect, it } from "vitest";
import { frameAt, middleOf } from "./use-playback.ts";

it.each([23.976, 24, 25, 29.97, 30, 50, 59.94, 60])("finds every frame of %d a second again", (rate) => {
  for (let frame = 0; frame < 5000; frame += 1) {
    expect(frameAt(middleOf(frame, rate), rate)).toBe(frame);
    // What is sent to BigGo: the frame's own start, cut to whole milliseconds.
    expect(frameAt(Math.floor((frame / rate) * 1000), rate)).toBe(frame);
  }
});

it("takes thirty frames a second where nobody knows", () => {
  expect(frameAt(1000, null)).toBe(30);
});
