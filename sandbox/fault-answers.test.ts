import { expect, test } from "vitest";
import { faultAnswer, spoil, withWrongTypes } from "./fault-answers.ts";

test("a status carries what its spec says", () => {
  const plain = faultAnswer({ kind: "status", status: 503, retryAfter: 7 });
  expect(plain).toMatchObject({ status: 503, headers: { "retry-after": "7" } });
  const json = faultAnswer({ kind: "status", status: 429, body: { result: false } });
  expect(json?.body).toBe(`{"result":false}`);
  expect(json?.headers["content-type"]).toContain("json");
});

test("a portal answers 200 with HTML, an error BigGo's envelope", () => {
  expect(faultAnswer({ kind: "html" })).toMatchObject({ status: 200 });
  expect(JSON.parse(faultAnswer({ kind: "expired-token" })?.body ?? "")).toMatchObject({ error: { code: 4 } });
  expect(JSON.parse(faultAnswer({ kind: "error", code: 1007 })?.body ?? "")).toMatchObject({ error: { code: 1007 } });
  expect(faultAnswer({ kind: "drop-answer" })).toBeNull();
});

test("spoilt answers", () => {
  const text = '{"result":true,"video_id":"abc"}';
  expect(() => JSON.parse(spoil({ kind: "truncated-json" }, text))).toThrow();
  expect(spoil({ kind: "missing-id" }, text)).toBe('{"result":true}');
  expect(JSON.parse(spoil({ kind: "wrong-fields" }, text))).toEqual({ result: true, video_id: 3 });
  expect(spoil({ kind: "drop-answer" }, text)).toBe(text);
});

test("wrong types all the way down, but the result stays", () => {
  expect(withWrongTypes({ result: true, a: [1, "ab"], b: null, c: { d: false } })).toEqual({
    result: true,
    a: { 0: [{ value: 1 }, 2] },
    b: 0,
    c: { d: "no" },
  });
});
