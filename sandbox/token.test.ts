import { describe, expect, it } from "vitest";
import { checkToken, issueToken } from "./token.ts";

const claims = { sub: "u1", iat_ms: 1000, exp_ms: 5000 };
const token = issueToken(claims, "secret");
const check = (changes: Partial<Parameters<typeof checkToken>[0]>) =>
  checkToken({ token, secret: "secret", nowMs: 2000, notBeforeMs: 0, ...changes });

describe("checkToken", () => {
  it("accepts a token until it expires", () => {
    expect(check({})).toEqual({ verdict: "valid", userid: "u1" });
    expect(check({ nowMs: 4999 })).toMatchObject({ verdict: "valid" });
    expect(check({ nowMs: 5000 })).toEqual({ verdict: "expired" });
    expect(check({ notBeforeMs: 1001 })).toEqual({ verdict: "expired" });
  });

  it("rejects a token with another secret, forged claims or a malformed shape", () => {
    const [head, , signature] = token.split(".");
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: "u2" })).toString("base64url");
    expect(check({ secret: "other" })).toEqual({ verdict: "invalid" });
    expect(check({ token: `${head}.${forged}.${signature}` })).toEqual({ verdict: "invalid" });
    for (const malformed of ["", "a.b", "a.b.c", "a.b.c.d"]) {
      expect(check({ token: malformed })).toEqual({ verdict: "invalid" });
    }
  });
});
