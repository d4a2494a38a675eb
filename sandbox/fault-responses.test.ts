import { describe, expect, it } from "vitest";
import { corrupt, faultResponse, withWrongTypes } from "./fault-responses.ts";

describe("faultResponse", () => {
  it("returns the status, headers and body of a status fault", () => {
    const plain = faultResponse({ kind: "status", status: 503, retryAfter: 7 });
    expect(plain).toMatchObject({ status: 503, headers: { "retry-after": "7" } });
    const json = faultResponse({ kind: "status", status: 429, body: { result: false } });
    expect(json?.body).toBe(`{"result":false}`);
    expect(json?.headers["content-type"]).toContain("json");
  });

  it("returns HTML with 200 for a captive portal and BigGo's envelope for an error", () => {
    expect(faultResponse({ kind: "html" })).toMatchObject({ status: 200 });
    expect(JSON.parse(faultResponse({ kind: "expired-token" })?.body ?? "")).toMatchObject({ error: { code: 4 } });
    expect(JSON.parse(faultResponse({ kind: "error", code: 1007 })?.body ?? "")).toMatchObject({
      error: { code: 1007 },
    });
    expect(faultResponse({ kind: "drop-answer" })).toBeNull();
  });
});

describe("corrupt", () => {
  it("cuts the JSON, drops the id or changes types, depending on the fault", () => {
    const text = '{"result":true,"video_id":"abc"}';
    expect(() => JSON.parse(corrupt({ kind: "truncated-json" }, text))).toThrow();
    expect(corrupt({ kind: "missing-id" }, text)).toBe('{"result":true}');
    expect(JSON.parse(corrupt({ kind: "wrong-fields" }, text))).toEqual({ result: true, video_id: 3 });
    const extra = corrupt({ kind: "extra-fields", fields: { error: [] } }, text);
    expect(JSON.parse(extra)).toEqual({ ...JSON.parse(text), error: [] });
    expect(corrupt({ kind: "drop-answer" }, text)).toBe(text);
  });
});

describe("withWrongTypes", () => {
  it("changes the type of every nested value except the result", () => {
    expect(withWrongTypes({ result: true, a: [1, "ab"], b: null, c: { d: false } })).toEqual({
      result: true,
      a: { 0: [{ value: 1 }, 2] },
      b: 0,
      c: { d: "no" },
    });
  });
});
