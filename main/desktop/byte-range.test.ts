import { expect, it } from "vitest";
import { parseRange } from "./byte-range.ts";

it.each([
  [null, null],
  ["bytes=0-", { start: 0, end: 999 }],
  ["bytes=100-199", { start: 100, end: 199 }],
  ["bytes=900-5000", { start: 900, end: 999 }],
  ["bytes=-100", { start: 900, end: 999 }],
  ["bytes=-5000", { start: 0, end: 999 }],
  ["bytes=1000-", "unsatisfiable"],
  ["bytes=5-2", "unsatisfiable"],
  ["bytes=0-1,5-6", null],
  ["items=0-1", null],
  ["bytes=-", null],
] as const)("%s of 1000 bytes", (header, range) => {
  expect(parseRange(header, 1000)).toEqual(range);
});
