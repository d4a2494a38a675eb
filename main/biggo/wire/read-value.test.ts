import { describe, expect, it } from "vitest";
import { countOf, epochSecondsOf, idOf, numberOf, rowsOf, textOf, urlOf, writtenSecondsOf } from "./read-value.ts";

describe("numberOf", () => {
  it.each([
    [12.5, 12.5],
    ["12.5", 12.5],
    [" -3 ", -3],
    ["1e3", 1000],
    [-0, 0],
    ["0x10", null],
    ["", null],
    ["1,290", null],
    [1e300, null],
    ["1e999", null],
    [true, null],
    [[5], null],
    [{}, null],
    [null, null],
    [undefined, null],
  ])("reads %j as %j", (value, expected) => {
    expect(numberOf(value)).toBe(expected);
  });

  it("takes no negative number for a count", () => {
    expect(["-1", -5, 2.9, "7"].map(countOf)).toEqual([null, null, 2, 7]);
  });
});

describe("idOf", () => {
  it.each([
    ["v1", "v1"],
    [12, "12"],
    [0, "0"],
    ["9007199254740993", "9007199254740993"],
    [9007199254740994, null],
    [1e21, null],
    [1.5, null],
    ["", null],
    ["  ", null],
    ["..", null],
    ["a\u0000b", null],
    ["\ud800", null],
    ["x".repeat(401), null],
    [["v1"], null],
    [true, null],
  ])("reads %j as %j", (value, expected) => {
    expect(idOf(value)).toBe(expected);
  });
});

describe("texts, addresses and lists", () => {
  it("cuts a text between characters, and takes numbers that PHP made of texts", () => {
    expect(textOf("ab👍", 3)).toBe("ab");
    expect(textOf("half \ud83d", 9)).toBe("half \ufffd");
    expect([12, null, [], true].map((value) => textOf(value, 9))).toEqual(["12", null, null, null]);
  });

  it("never cuts an address", () => {
    expect(urlOf("https://x.example")).toBe("https://x.example");
    expect([`https://${"x".repeat(9000)}`, 5, null].map(urlOf)).toEqual([null, null, null]);
  });

  it("reads a list that PHP keyed", () => {
    expect([[1], { 1: "a", 3: "b" }, {}, "a", null].map(rowsOf)).toEqual([[1], ["a", "b"], [], null, null]);
  });
});

describe("epochSecondsOf", () => {
  it.each([
    [1_764_000_000, 1_764_000_000],
    ["1764000000", 1_764_000_000],
    [1_764_000_000_000, 1_764_000_000],
    [1_764_000_000_000_000, 1_764_000_000],
    ["1764000000000000000", 1_764_000_000],
    [0, null],
    [-1, null],
    [5e10, null],
    [1e300, null],
    ["2026-01-01", null],
    [null, null],
  ])("reads %j as %j", (value, expected) => {
    expect(epochSecondsOf(value)).toBe(expected);
  });
});

describe("writtenSecondsOf", () => {
  it.each([
    ["2023-03-01T00:00:00.0000", 1_677_628_800],
    ["2023-03-01 08:00", 1_677_657_600],
    ["2023-03-01T08:00:00+08:00", 1_677_628_800],
    ["2023-03-01", 1_677_628_800],
    ["0000-00-00 00:00:00", null],
    ["2023-13-41T25:00:00", null],
    ["yesterday", null],
    [1_677_628_800, null],
  ])("reads %j as %j", (value, expected) => {
    expect(writtenSecondsOf(value)).toBe(expected);
  });
});
