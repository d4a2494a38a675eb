import { describe, expect, it } from "vitest";
import { brightnessOf, type CandidateFrame, chooseCovers, sharpnessOf } from "./choose-covers.ts";

const width = 16;
const frame = (atMs: number, pixel: (x: number, y: number) => number): CandidateFrame => ({
  atMs,
  width,
  grey: Uint8Array.from({ length: width * width }, (_, index) => pixel(index % width, Math.floor(index / width))),
});
const checks = (atMs: number, size: number, low = 60, high = 200) =>
  frame(atMs, (x, y) => ((Math.floor(x / size) + Math.floor(y / size)) % 2 === 0 ? low : high));

describe("chooseCovers", () => {
  it("prefers sharp frames to blurred ones", () => {
    const blurred = frame(1, (x) => 100 + x * 4);
    const sharp = checks(2, 1);
    expect(sharpnessOf(sharp)).toBeGreaterThan(sharpnessOf(blurred));
    expect(chooseCovers([blurred, sharp], 1)).toEqual([sharp]);
  });

  it("rejects dark and overexposed frames", () => {
    expect(brightnessOf(frame(1, () => 10))).toBe(10);
    expect(chooseCovers([frame(1, (x) => x), frame(2, (x) => 250 - (x % 2))])).toEqual([]);
  });

  it("returns distinct frames in video order", () => {
    const first = checks(30, 1);
    const same = checks(20, 1, 62, 202);
    const other = checks(10, 4);
    expect(chooseCovers([first, same, other]).map(({ atMs }) => atMs)).toEqual([10, 30]);
  });

  it("returns at most the requested number", () => {
    const frames = [1, 2, 4, 8].map((size) => checks(size, size));
    expect(chooseCovers(frames, 2)).toHaveLength(2);
  });

  it("returns an empty list without frames", () => {
    expect(chooseCovers([])).toEqual([]);
  });
});
