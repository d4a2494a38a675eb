import { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { parseBody, readResponse } from "./response.ts";
import type { Transport } from "./transport.ts";

/** An app key of BigGo, from the page "Generate certification" of the account's settings. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

const tokenBody = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** A token is renewed this long before it expires (ms), or after nine tenths of its lifetime if that is later. */
const renewAheadMs = 60_000;

/** The current token of one account. */
export interface TokenSource {
  /** A valid token. Concurrent callers share one request. Rejects with BigGoError. */
  get(): Promise<string>;
  /** Drops `stale` if it is still the current token, so that the next `get` fetches a new one. */
  discard(stale: string): void;
}

interface TokenSourceOptions {
  baseUrl: string;
  credentials: Credentials;
  transport: Transport;
  /** Wall clock, epoch ms. Used for Retry-After dates only. */
  now: () => number;
  /** Monotonic clock, ms: setting the wall clock must not change when a token expires. */
  monotonicNow: () => number;
}

async function fetchToken({ baseUrl, credentials, transport, now }: TokenSourceOptions) {
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  const response = await transport.send({
    method: "POST",
    url: `${baseUrl}/auth/v1/token`,
    headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  try {
    return parseBody(tokenBody, readResponse(response, now()), "token");
  } catch (error) {
    // The codes have other meanings here than on data calls: every refusal is one of the credentials.
    if (error instanceof BigGoError && (error.kind === "refused" || error.kind === "unauthorised")) {
      const { biggoCode, httpStatus, response: body } = error;
      throw new BigGoError("credentials", error.message, { biggoCode, httpStatus, response: body });
    }
    throw error;
  }
}

/**
 * Creates a token source over BigGo's OAuth 2.0 client credentials (`POST /auth/v1/token`). There is no refresh token:
 * a new token is fetched the same way. `get` rejects with a BigGoError of kind `credentials` when BigGo refuses them.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  let current: { token: string; renewAtMs: number } | null = null;
  let fetching: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    try {
      const { access_token: token, expires_in: seconds } = await fetchToken(options);
      const lifetimeMs = seconds * 1000;
      current = { token, renewAtMs: options.monotonicNow() + Math.max(lifetimeMs - renewAheadMs, lifetimeMs * 0.9) };
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
