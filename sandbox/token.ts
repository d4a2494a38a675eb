import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const claims = z.object({ sub: z.string(), iat_ms: z.number(), exp_ms: z.number() });
const header = encode({ alg: "HS256", typ: "JWT" });

/** A token's user, and the times (epoch ms) it was issued and expires. */
export type TokenClaims = z.infer<typeof claims>;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function sign(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

/** A signed JWT (HS256) with these claims. */
export function issueToken(value: TokenClaims, secret: string): string {
  const body = `${header}.${encode(value)}`;
  return `${body}.${sign(body, secret)}`;
}

function verifiedClaims(token: string, secret: string): TokenClaims | null {
  const [head, body, signature, ...rest] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return null;
  const expected = Buffer.from(sign(`${head}.${body}`, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    return claims.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
  } catch {
    return null;
  }
}

/** Validates a token at `nowMs`; tokens issued before `notBeforeMs` count as expired. */
export function checkToken(input: { token: string; secret: string; nowMs: number; notBeforeMs: number }) {
  const found = verifiedClaims(input.token, input.secret);
  if (!found) return { verdict: "invalid" } as const;
  if (found.exp_ms <= input.nowMs || found.iat_ms < input.notBeforeMs) return { verdict: "expired" } as const;
  return { verdict: "valid", userid: found.sub } as const;
}
