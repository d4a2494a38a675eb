import { describe, expect, it } from "vitest";
import { fitColumns, keyAfter, keysBetween, moveInGrid } from "./grid-navigation.ts";

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
  ])("%s from %i goes to %i", (key, from, to) => {
    expect(moveInGrid(key, from, shape)).toBe(to);
  });

  it("leaves other keys alone", () => {
    expect(moveInGrid("a", 0, shape)).toBeNull();
  });
});

it("selects a range in either direction", () => {
  const keys = ["a", "b", "c", "d"];
  expect(keysBetween(keys, "c", "a")).toEqual(["a", "b", "c"]);
  expect(keysBetween(keys, "gone", "b")).toEqual(["b"]);
  expect(keysBetween(keys, null, "b")).toEqual(["b"]);
});

it("finds where the focus goes when cells leave", () => {
  const keys = ["a", "b", "c", "d"];
  expect(keyAfter(keys, "b", new Set(["b"]))).toBe(2);
  expect(keyAfter(keys, "b", new Set(["b", "c"]))).toBe(3);
  expect(keyAfter(keys, "d", new Set(["c", "d"]))).toBe(1);
  expect(keyAfter(keys, "a", new Set(keys))).toBe(-1);
});

it("fits whole cells", () => {
  expect(fitColumns(1040, 160, 12)).toEqual({ columns: 6, cell: 163 });
  expect(fitColumns(10, 160, 12).columns).toBe(1);
});
