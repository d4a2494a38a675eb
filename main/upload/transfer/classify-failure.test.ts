import { describe, expect, it } from "vitest";
import { BigGoError } from "../../biggo/biggo-error.ts";
import { readResponse } from "../../biggo/response.ts";
import { apply, confirming, failed, sending } from "../machine/machine-samples.ts";
import { classifySendFailure } from "./classify-failure.ts";

const html = "<html><head><title>Blocked</title></head><body>Request blocked</body></html>";

/** The failure that a response of this kind is for an upload. */
function failureOf(status: number, text: string, lastBytesSent: boolean) {
  try {
    readResponse({ status, text, headers: {} }, 0);
  } catch (error) {
    return classifySendFailure(error, lastBytesSent);
  }
  throw new Error("it is a success");
}

describe("classifySendFailure", () => {
  const applyFailure = (error: BigGoError) => apply(confirming, failed(classifySendFailure(error, true)));

  it("leaves the outcome uncertain after a 503 or a TLS error, which may come from a gateway", () => {
    const unavailable = applyFailure(new BigGoError("rate-limited", "503", { httpStatus: 503, retryAfterMs: 5000 }));
    expect(unavailable.row).toMatchObject({ state: { phase: "uncertain" }, uncertainBefore: true });
    expect(unavailable.effects).toContainEqual({ type: "holdForRateLimit", retryAfterMs: 5000 });
    expect(applyFailure(new BigGoError("tls", "bad record")).row.state.phase).toBe("uncertain");
    // A 429 is BigGo's own response, before any work.
    expect(applyFailure(new BigGoError("rate-limited", "429", { httpStatus: 429 })).row.state.phase).toBe("queued");
  });

  describe("proxy answers 407", () => {
    const refusals = [
      new BigGoError("proxy", "sign in", { httpStatus: 407 }),
      new BigGoError("proxy", "sign in", { httpStatus: 407, unsupportedMethods: ["NTLM"] }),
      new BigGoError("proxy", "SOCKS4", { systemCode: "SOCKS4" }),
      new BigGoError("proxy", "sign in", { httpStatus: 407, atTokenEndpoint: true }),
    ];

    it("holds the queue before the last bytes, and the row is queued again", () => {
      for (const error of refusals) {
        const failure = classifySendFailure(error, false);
        expect(failure).toMatchObject({ kind: "blocked", error: { code: expect.stringMatching(/^proxy-/) } });
        const { row, effects } = apply(sending, failed(failure));
        expect(row.state.phase).toBe("queued");
        expect(effects).toContainEqual(expect.objectContaining({ type: "holdBlocked" }));
      }
    });

    it("leaves the outcome open after them", () => {
      expect(classifySendFailure(new BigGoError("proxy", "", { httpStatus: 407 }), true).kind).toBe("unanswered");
    });
  });

  describe("a gateway's 403 HTML page to an upload", () => {
    const gateways = [400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 418, 451, 500, 502, 504, 511, 520];
    const bodies = {
      HTML: html,
      "no body": "",
      "a message": '{"message":"Forbidden"}',
      "an error of its own": '{"timestamp":1,"status":403,"error":"Forbidden","path":"/api/v1/video/"}',
      "an envelope of its own": '{"error":{"code":403,"message":"Forbidden","errors":[]}}',
      "a list": "[]",
    };
    const rows = gateways.flatMap((status) =>
      Object.entries(bodies).map(([name, text]) => [status, name, text] as const),
    );

    it.each(rows)("is uncertain after the last bytes and a wait before them: %i with %s", (status, _name, text) => {
      expect(failureOf(status, text, true).kind).toBe("unanswered");
      expect(failureOf(status, text, false).kind).toBe("broken");
    });

    it.each([
      [403, '{"result":false}'],
      [400, '{"result":false,"error":{"code":9999,"message":"new"}}'],
      [200, '{"result":false,"error":"internal"}'],
      [409, '{"result":false,"error":{"code":"E_X"}}'],
    ])("is not final without a code of BigGo's table: %i %s", (status, text) => {
      expect(failureOf(status, text, true).kind).toBe("unanswered");
      expect(failureOf(status, text, false).kind).toBe("broken");
    });
  });

  it.each([
    [400, '{"result":false,"error":{"code":1001,"message":"no"}}', "refused"],
    [200, '{"result":false,"error":{"code":1006,"message":null}}', "refused"],
    [403, '{"error":{"code":"1003"}}', "refused"],
    [401, '{"result":false,"error":{"code":1007,"message":"no"}}', "refused"],
    [400, '{"result":false,"error_type":1}', "refused"],
    [409, '{"result":false,"error":{"code":1002}}', "duplicate"],
    [400, '{"result":false,"error_type":2}', "duplicate"],
    [413, html, "refused"],
    [415, "", "refused"],
    [401, '{"result":false,"error":{"code":4,"message":null}}', "expired"],
    [200, '{"result":false,"error":{"code":3}}', "expired"],
    [403, '{"result":false,"error":{"code":2}}', "signedOut"],
    [429, '{"result":false,"require_login":true}', "signedOut"],
  ])("takes BigGo's own word: %i %s", (status, text, kind) => {
    for (const lastBytesSent of [true, false]) expect(failureOf(status, text, lastBytesSent).kind).toBe(kind);
  });

  describe("token endpoint: code 1012, a WAF's 403 HTML, 500", () => {
    it.each(["server", "not-biggo", "timeout", "network"] as const)("waits as for an unreachable BigGo: %s", (kind) => {
      const error = new BigGoError(kind, "no token", { atTokenEndpoint: true });
      expect(classifySendFailure(error, false).kind).toBe("unreachable");
    });

    it("holds the queue for a key that BigGo refused", () => {
      const error = new BigGoError("credentials", "revoked", { biggoCode: 1004, atTokenEndpoint: true });
      expect(classifySendFailure(error, false)).toMatchObject({ kind: "signedOut", error: { code: "key-revoked" } });
    });
  });
});
