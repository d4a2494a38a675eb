import { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { saysKeyIsWrong } from "./codes.ts";
import { parseBody } from "./response.ts";
import type { Transport } from "./transport.ts";

/** An app key of BigGo, from the page "Generate certification" of the account's settings. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Credentials, or a function that has them once they are needed; it may reject with any error. */
export type CredentialsSource = Credentials | (() => Promise<Credentials>);

/** The lifetime of a token of which BigGo does not say it, s: well below the hour that its tokens last. */
const assumedLifetimeSeconds = 600;
/** No lifetime beyond this is believed, s; a time since the epoch, for one, is not a lifetime. */
const maxLifetimeSeconds = 86_400;

const lifetimeSeconds = z.coerce
  .number()
  .positive()
  .transform((seconds) => Math.min(seconds, maxLifetimeSeconds))
  .catch(assumedLifetimeSeconds);

const tokenBody = z.object({ access_token: z.string().min(1), expires_in: lifetimeSeconds });

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
  credentials: CredentialsSource;
  transport: Transport;
  /** Monotonic clock, ms: setting the wall clock must not change when a token expires. */
  monotonicNow: () => number;
}

/**
 * A failure of the token request in the client's terms. The key is wrong only where BigGo or OAuth says so: the codes
 * have other meanings here than on data calls, and most of them are troubles of the server that pass.
 */
function tokenErrorOf(error: BigGoError): BigGoError {
  const { kind, biggoCode, httpStatus, retryAfterMs, timer, systemCode, unsupportedMethods, response, message } = error;
  const common = {
    httpStatus,
    retryAfterMs,
    timer,
    systemCode,
    unsupportedMethods,
    response,
    atTokenEndpoint: true,
    cause: error.cause,
  };
  if (kind !== "refused" && kind !== "unauthorised") return new BigGoError(kind, message, common);
  const isInvalidClient = Object(response).error === "invalid_client";
  if (isInvalidClient || saysKeyIsWrong(biggoCode)) {
    return new BigGoError("credentials", message, { ...common, biggoCode });
  }
  const isOwn = Object(response).result === false;
  // The code is only named in the text: as a field it would be taken for one of a data call.
  return new BigGoError(isOwn ? "server" : "not-biggo", `${message} (token request, code ${biggoCode})`, common);
}

async function fetchToken({ baseUrl, credentials, transport }: TokenSourceOptions) {
  const { clientId, clientSecret } = typeof credentials === "function" ? await credentials() : credentials;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  try {
    const url = `${baseUrl}/auth/v1/token`;
    const response = await transport.send({
      method: "POST",
      url,
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials",
    });
    return parseBody(tokenBody, transport.read(url, response), "token");
  } catch (error) {
    throw error instanceof BigGoError ? tokenErrorOf(error) : error;
  }
}

/**
 * Creates a token source over BigGo's OAuth 2.0 client credentials (`POST /auth/v1/token`). There is no refresh token:
 * a new token is fetched the same way. `get` rejects with a BigGoError of kind `credentials` only when BigGo says that the
 * key is wrong (docs/decisions/0043-whose-word-a-refusal-is.md).
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
