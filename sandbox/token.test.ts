import { expect, test } from "vitest";
import { checkToken, issueToken } from "./token.ts";

const claims = { sub: "u1", iat_ms: 1000, exp_ms: 5000 };
const token = issueToken(claims, "secret");
const check = (changes: Partial<Parameters<typeof checkToken>[0]>) =>
  checkToken({ token, secret: "secret", nowMs: 2000, notBeforeMs: 0, ...changes });

test("a token is worth its user until it expires", () => {
  expect(check({})).toEqual({ verdict: "valid", userid: "u1" });
  expect(check({ nowMs: 4999 })).toMatchObject({ verdict: "valid" });
  expect(check({ nowMs: 5000 })).toEqual({ verdict: "expired" });
  expect(check({ notBeforeMs: 1001 })).toEqual({ verdict: "expired" });
});

test("a token of another secret, a changed one and nonsense are invalid", () => {
  const [head, , signature] = token.split(".");
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: "u2" })).toString("base64url");
  expect(check({ secret: "other" })).toEqual({ verdict: "invalid" });
  expect(check({ token: `${head}.${forged}.${signature}` })).toEqual({ verdict: "invalid" });
  for (const nonsense of ["", "a.b", "a.b.c", "a.b.c.d"]) {
    expect(check({ token: nonsense })).toEqual({ verdict: "invalid" });
  }
});
