import { z } from "zod";
import { parseBody, readAnswer } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import type { Transport } from "./transport.ts";

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** A token is renewed this long before it ends (ms), or at nine tenths of a shorter life. */
const renewAheadMs = 60_000;

export interface TokenSource {
  /** A token that is good for now. Any number of callers wait for one and the same fetch. */
  get(): Promise<string>;
  /** Drops `stale` if it is still the one in use, so that the next `get` fetches a new one. */
  discard(stale: string): void;
}

interface TokenSourceOptions {
  baseUrl: string;
  credentials: Credentials;
  transport: Transport;
  /** Wall clock, epoch ms: only for Retry-After dates. */
  now: () => number;
  /** Monotonic clock, ms: a token must not live or die by a clock that was set. */
  monotonicNow: () => number;
}

async function fetchToken({ baseUrl, credentials, transport, now }: TokenSourceOptions) {
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  const answer = await transport.send({
    method: "POST",
    url: `${baseUrl}/auth/v1/token`,
    headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  try {
    return parseBody(tokenAnswer, readAnswer(answer, now()), "token");
  } catch (error) {
    // The numbers mean other things here than on data calls: whatever is refused, it is the key that was refused.
    if (error instanceof BigGoError && (error.kind === "refused" || error.kind === "unauthorised")) {
      throw new BigGoError("credentials", error.message, { biggoCode: error.biggoCode, httpStatus: error.httpStatus });
    }
    throw error;
  }
}

/**
 * OAuth 2.0 client credentials at BigGo (`POST /auth/v1/token`). There is no refresh token: a new one is fetched the
 * same way. Rejects with BigGoError of kind `credentials` when the key is refused.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  let current: { token: string; renewAtMs: number } | null = null;
  let fetching: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    try {
      const { access_token: token, expires_in: seconds } = await fetchToken(options);
      const lifeMs = seconds * 1000;
      current = { token, renewAtMs: options.monotonicNow() + Math.max(lifeMs - renewAheadMs, lifeMs * 0.9) };
      return token;
    } finally {
      fetching = null;
    }
  };

  return {
    async get() {
      if (current !== null && options.monotonicNow() < current.renewAtMs) return current.token;
      fetching ??= renew();
      return fetching;
    },
    discard(stale) {
      if (current?.token === stale) current = null;
    },
  };
}
