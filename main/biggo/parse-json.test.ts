import { describe, expect, it } from "vitest";
import { parseJson } from "./parse-json.ts";

describe("parseJson", () => {
  it.each([
    ['{"id":9007199254740993}', { id: "9007199254740993" }],
    ['{"id":-123456789012345678901234567890}', { id: "-123456789012345678901234567890" }],
    ['[{"ids":[90071992547409931,5]}]', [{ ids: ["90071992547409931", 5] }]],
    ['{"id":9007199254740991,"x":0.1234567890123456}', { id: 9007199254740991, x: 0.1234567890123456 }],
    ['{"id":"90071992547409930000"}', { id: "90071992547409930000" }],
    ['\uFEFF{"a":1}', { a: 1 }],
    ["\uFEFF", undefined],
    ["", undefined],
    ['{"a":', undefined],
    ["1e999", Number.POSITIVE_INFINITY],
  ])("reads ids above 2^53 as JSON numbers without rounding: %s", (text, expected) => {
    expect(parseJson(text)).toEqual(expected);
  });

  it("does not throw on JSON that is nested too deeply", () => {
    expect(parseJson(`${"[".repeat(200_000)}1234567890123456789${"]".repeat(200_000)}`)).toBeUndefined();
  });
});
