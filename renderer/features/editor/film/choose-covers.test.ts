import { describe, expect, it } from "vitest";
import { brightnessOf, chooseCovers, type JudgedFrame, sharpnessOf } from "./choose-covers.ts";

const width = 16;
const frame = (atMs: number, pixel: (x: number, y: number) => number): JudgedFrame => ({
  atMs,
  width,
  grey: Uint8Array.from({ length: width * width }, (_, at) => pixel(at % width, Math.floor(at / width))),
});
const checks = (atMs: number, size: number, low = 60, high = 200) =>
  frame(atMs, (x, y) => ((Math.floor(x / size) + Math.floor(y / size)) % 2 === 0 ? low : high));

describe("covers that are suggested", () => {
  it("are sharp rather than blurred", () => {
    const blurred = frame(1, (x) => 100 + x * 4);
    const sharp = checks(2, 1);
    expect(sharpnessOf(sharp)).toBeGreaterThan(sharpnessOf(blurred));
    expect(chooseCovers([blurred, sharp], 1)).toEqual([sharp]);
  });

  it("are neither dark nor blown out", () => {
    expect(brightnessOf(frame(1, () => 10))).toBe(10);
    expect(chooseCovers([frame(1, (x) => x), frame(2, (x) => 250 - (x % 2))])).toEqual([]);
  });

  it("differ from each other, and stand in the order of the video", () => {
    const first = checks(30, 1);
    const same = checks(20, 1, 62, 202);
    const other = checks(10, 4);
    expect(chooseCovers([first, same, other]).map(({ atMs }) => atMs)).toEqual([10, 30]);
  });

  it("are as many as are wanted", () => {
    const frames = [1, 2, 4, 8].map((size) => checks(size, size));
    expect(chooseCovers(frames, 2)).toHaveLength(2);
  });

  it("may be none", () => {
    expect(chooseCovers([])).toEqual([]);
  });
});
