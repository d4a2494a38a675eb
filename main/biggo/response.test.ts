import { describe, expect, it } from "vitest";
import { BigGoError } from "./biggo-error.ts";
import { readResponse, requireResult } from "./response.ts";
import { retryAfterOf } from "./retry-after.ts";

function outcomeOf(status: number, text: string, headers: Record<string, string> = {}) {
  try {
    return readResponse({ status, text, headers }, 0);
  } catch (error) {
    if (error instanceof BigGoError) return { kind: error.kind, code: error.biggoCode, waitMs: error.retryAfterMs };
    throw error;
  }
}

describe("readResponse", () => {
  it.each([
    [200, '{"result":true,"x":1}', { result: true, x: 1 }],
    [200, '{"result":false,"error":{"code":1006,"message":"bad"}}', { kind: "refused", code: 1006 }],
    [200, '{"error":"invalid_client"}', { kind: "refused" }],
    [200, '{"result":false}', { kind: "refused" }],
    [400, '{"error_type":2}', { kind: "refused", code: 1002 }],
    [400, '{"error_type":3}', { kind: "refused", code: 1007 }],
    [401, '{"result":false,"error":{"code":4,"message":"expired"}}', { kind: "unauthorised", code: 4 }],
    [200, '{"result":false,"error":{"code":"4","message":"expired"}}', { kind: "unauthorised", code: 4 }],
    [401, "", { kind: "unauthorised" }],
    [403, "<h1>Forbidden</h1>", { kind: "not-biggo" }],
    [404, '{"message":"no route matched"}', { kind: "not-biggo" }],
    [403, '{"result":false}', { kind: "refused", code: undefined }],
    [400, '{"error":{"code":1010}}', { kind: "refused", code: 1010 }],
    [401, '{"result":false,"error":{"code":1007}}', { kind: "refused", code: 1007 }],
    [200, '{"result":false,"error":{"code":4,"message":null}}', { kind: "unauthorised", code: 4 }],
    [
      400,
      '{"result":false,"error":{"code":"1006","message":["no"]},"error_type":"x"}',
      { kind: "refused", code: 1006 },
    ],
    [200, '{"result":true,"error":[]}', { result: true }],
    [200, '{"result":true,"error":{}}', { result: true }],
    [200, '{"result":true,"error":"","error_type":0}', { result: true }],
    [200, '{"result":true,"error":{"code":1006}}', { kind: "refused", code: 1006 }],
    [500, '{"result":false,"error":{"code":1004}}', { kind: "server" }],
    [429, '{"result":false,"require_login":true}', { kind: "unauthorised" }],
    [200, '{"result":false,"require_login":true}', { kind: "unauthorised" }],
    [503, '{"result":false,"require_login":true}', { kind: "server" }],
    [413, "", { kind: "refused" }],
    [404, "<h1>Not found</h1>", { kind: "not-biggo" }],
    [302, "", { kind: "not-biggo" }],
    [200, "<html>Sign in to this network</html>", { kind: "not-biggo" }],
    [200, '{"result":tr', { kind: "not-biggo" }],
    [200, "", { kind: "not-biggo" }],
    [502, "<h1>Bad gateway</h1>", { kind: "server" }],
    [503, "", { kind: "server" }],
  ])("reads %i %s by BigGo's rules", (status, text, expected) => {
    expect(outcomeOf(status, text)).toMatchObject(expected);
  });

  it("reports how long BigGo asked to wait", () => {
    expect(outcomeOf(429, "", { "retry-after": "3" })).toMatchObject({ kind: "rate-limited", waitMs: 3000 });
    expect(outcomeOf(503, "", { "retry-after": "3" })).toMatchObject({ kind: "rate-limited", waitMs: 3000 });
  });

  it.each(["[]", "{}", '""', "null", "0", "false", '{"code":0,"message":""}'])(
    "error: %s beside result: true is no error",
    (error) => {
      const text = `{"result":true,"video_id":"v","error":${error}}`;
      expect(outcomeOf(200, text)).toMatchObject({ video_id: "v" });
      expect(outcomeOf(200, `{"result":false,"error":${error}}`)).toMatchObject({ kind: "refused" });
    },
  );

  it.each([
    ['{"result":false,"error":{"code":4,"message":null}}', { kind: "unauthorised", code: 4 }],
    ['{"result":false,"error":{"code":"4","message":{"zh":"過期"}}}', { kind: "unauthorised", code: 4 }],
    ['{"result":"no","error":{"code":1006,"message":[]},"error_type":{}}', { kind: "refused", code: 1006 }],
    ['{"error":{"code":null,"message":"repeat"},"error_type":2}', { kind: "refused", code: 1002 }],
    ['{"error":[],"error_type":"2"}', { kind: "refused", code: 1002 }],
    ['{"error":{"code":"E_X","message":"no"}}', { kind: "refused", code: undefined }],
    ['{"result":false,"error":null}', { kind: "refused", code: undefined }],
    ['{"error":["no"]}', { kind: "refused", code: undefined }],
    ['{"error":true}', { kind: "refused", code: undefined }],
  ])("reads each field of %s by itself", (text, expected) => {
    expect(outcomeOf(200, text)).toMatchObject(expected);
  });

  it.each([
    ["before an answer", '\uFEFF{"result":true,"video_id":90071992547409931}', { video_id: "90071992547409931" }],
    ["before a refusal", '\uFEFF{"result":false,"error":{"code":4}}', { kind: "unauthorised", code: 4 }],
    ["of each of two PHP files", '\uFEFF\uFEFF{"result":true,"video_id":"v"}', { video_id: "v" }],
    ["after a line break", '\r\n\uFEFF{"result":true,"video_id":"v"}', { video_id: "v" }],
    ["and nothing else", "\uFEFF", { kind: "not-biggo" }],
  ])("BOM before JSON: reads one %s", (_name, text, expected) => {
    expect(outcomeOf(200, text)).toMatchObject(expected);
  });

  it("treats a 503 with any Retry-After, even a malformed one, as a rate limit", () => {
    const read = () => readResponse({ status: 503, headers: { "retry-after": "soon" }, text: "" }, 0);
    expect(read).toThrow(expect.objectContaining({ kind: "rate-limited", retryAfterMs: undefined }));
  });
});

describe("requireResult", () => {
  it("accepts true alone as a success", () => {
    expect(() => requireResult({ result: true }, "edit")).not.toThrow();
  });

  it.each([{}, [], { result: 0 }, { result: 1 }, { result: "true" }, { status: "login required" }, { data: [] }, null])(
    "takes %j for unknown",
    (body) => {
      expect(() => requireResult(body, "edit")).toThrow(
        expect.objectContaining({ kind: "not-biggo", retryable: true }),
      );
    },
  );
});

describe("retryAfterOf", () => {
  it.each([
    ["120", 120_000],
    ["0", 0],
    ["Thu, 01 Jan 1970 00:01:00 GMT", 60_000],
    ["Wed, 31 Dec 1969 23:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("parses %s", (value, ms) => {
    expect(retryAfterOf({ headers: { "retry-after": value } }, 0)).toBe(ms);
  });

  it.each([
    ["ahead", Date.UTC(2026, 0, 1, 13)],
    ["behind", Date.UTC(2026, 0, 1, 11)],
    ["years behind", 0],
  ])("Retry-After: <date> while our clock is an hour off: %s", (_name, nowMs) => {
    const headers = { "retry-after": "Thu, 01 Jan 2026 12:02:00 GMT", date: "Thu, 01 Jan 2026 12:00:00 GMT" };
    expect(retryAfterOf({ headers }, nowMs)).toBe(120_000);
    const odd = { ...headers, date: "yesterday" };
    expect(retryAfterOf({ headers: odd }, Date.UTC(2026, 0, 1, 12, 1))).toBe(60_000);
  });
});
