import { describe, expect, it } from "vitest";
import { fitColumns, focusIndexAfterRemoval, keysBetween, moveInGrid } from "./grid-navigation.ts";

const shape = { count: 14, columns: 5, pageRows: 2 };

describe("moveInGrid", () => {
  it.each([
    ["ArrowRight", 3, 4],
    ["ArrowRight", 13, 13],
    ["ArrowLeft", 0, 0],
    ["ArrowUp", 2, 2],
    ["ArrowUp", 7, 2],
    ["ArrowDown", 2, 7],
    ["ArrowDown", 9, 13],
    ["ArrowDown", 11, 11],
    ["PageDown", 1, 11],
    ["PageUp", 12, 2],
    ["Home", 9, 0],
    ["End", 0, 13],
  ])("%s moves from %i to %i", (key, from, to) => {
    expect(moveInGrid(key, from, shape)).toBe(to);
  });

  it("returns null for other keys", () => {
    expect(moveInGrid("a", 0, shape)).toBeNull();
  });
});

describe("keysBetween", () => {
  it("returns the range in either direction", () => {
    const keys = ["a", "b", "c", "d"];
    expect(keysBetween(keys, "c", "a")).toEqual(["a", "b", "c"]);
    expect(keysBetween(keys, "gone", "b")).toEqual(["b"]);
    expect(keysBetween(keys, null, "b")).toEqual(["b"]);
  });
});

describe("focusIndexAfterRemoval", () => {
  it("returns the nearest remaining item", () => {
    const keys = ["a", "b", "c", "d"];
    expect(focusIndexAfterRemoval(keys, "b", new Set(["b"]))).toBe(2);
    expect(focusIndexAfterRemoval(keys, "b", new Set(["b", "c"]))).toBe(3);
    expect(focusIndexAfterRemoval(keys, "d", new Set(["c", "d"]))).toBe(1);
    expect(focusIndexAfterRemoval(keys, "a", new Set(keys))).toBe(-1);
  });
});

describe("fitColumns", () => {
  it("fits whole cells, at least one", () => {
    expect(fitColumns(1040, 160, 12)).toEqual({ columns: 6, cell: 163 });
    expect(fitColumns(10, 160, 12).columns).toBe(1);
  });
});
