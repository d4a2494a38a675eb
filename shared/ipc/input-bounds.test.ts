import { describe, expect, it } from "vitest";
import { sizeOfInput } from "./input-bounds.ts";

const nested = (depth: number): unknown => (depth === 0 ? "x" : { below: nested(depth - 1) });
const ids = (count: number, chars: number) => Array.from({ length: count }, () => "v".repeat(chars));
/** An object with `__proto__` as a key of its own, as it can be sent to another process. */
const withOwnProto: unknown = JSON.parse('{"__proto__": {"id": "a"}}');

function endless(): object {
  const cycle: Record<string, unknown> = {};
  cycle.again = cycle;
  return cycle;
}

describe("sizeOfInput", () => {
  it.each([
    ["nothing", undefined],
    ["a text", "clip"],
    ["numbers", [0, -1, 0.5, Number.NaN]],
    ["a change of 100,000 videos", { action: { kind: "delete" }, videoIds: ids(100_000, 64) }],
    ["a picture of 4 MB", { jpeg: new Uint8Array(4 * 1024 * 1024) }],
    ["an object without a prototype", Object.assign(Object.create(null), { id: "a" })],
  ])("measures %s", (_name, input) => {
    expect(sizeOfInput(input)).toBeGreaterThan(0);
  });

  it.each([
    ["a cycle", endless()],
    ["too deep", nested(13)],
    ["more items than any list", ids(300_000, 1)],
    ["more characters than any text", "x".repeat(8_000_001)],
    ["many long texts", ids(30, 1_000_000)],
    ["a sparse list", Array.from({ length: 0 }).concat(new Array(4_000_000_000))],
    ["a picture that is too large", { jpeg: new Uint8Array(9 * 1024 * 1024) }],
    ["a small part of a large buffer", { jpeg: new Uint8Array(new ArrayBuffer(9 * 1024 * 1024), 0, 1) }],
    ["a prototype as a key", withOwnProto],
    ["a map", new Map([["id", "a"]])],
    ["a date", { atMs: new Date() }],
    ["an error", new Error("x")],
    ["an expression", /x/],
    ["other binary data", new Float64Array(1)],
    ["a buffer", new ArrayBuffer(1)],
    ["a big integer", 1n],
    ["a symbol", Symbol("x")],
    ["a function", () => "x"],
    ["an instance", new (class Upload {})()],
  ])("is null for %s", (_name, input) => {
    expect(sizeOfInput(input)).toBeNull();
  });
});
