import { expect, it } from "vitest";
import { seedUpload } from "../bridge/memory-seed.ts";
import { createMarkWatch } from "./progress-marks.ts";

const row = (sentBytes: number) => ({ id: "a", sentBytes, totalBytes: 1e6, bytesPerSecond: 1e5, secondsLeft: 1 });
const sending = seedUpload("a", "a.mp4", 1, 10, { phase: "sending", held: false });

it("says every mark once, and nothing about what stood before", () => {
  const watch = createMarkWatch();
  const look = (sent: number) => watch(new Map([["a", sending]]), { a: row(sent) }).map(({ mark }) => mark);
  expect(look(1e5)).toEqual([]);
  expect(look(3e5)).toEqual([25]);
  expect(look(3.5e5)).toEqual([]);
  expect(look(8e5)).toEqual([75]);
});
