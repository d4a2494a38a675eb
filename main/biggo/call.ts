import { readAnswer } from "./answer.ts";
import { BigGoError } from "./biggo-error.ts";
import type { TokenSource } from "./token.ts";
import type { Transport } from "./transport.ts";

export interface CallRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** After `/api/v1/`. */
  path: string;
  query?: Record<string, string | number> | undefined;
  json?: unknown;
  /** A body already encoded, with its type. */
  raw?: { contentType: string; body: Buffer } | undefined;
  headers?: Record<string, string> | undefined;
  /** Product search needs no token. */
  anonymous?: boolean | undefined;
  /** Longest answer that is read; the transport's own bound where left out. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Makes a data call and returns the body of a success; rejects with BigGoError. */
export type Call = (request: CallRequest) => Promise<unknown>;

export interface CallOptions {
  baseUrl: string;
  transport: Transport;
  tokens: TokenSource;
  /** The value of the `region` header, or null to send none. */
  region: () => string | null;
  now: () => number;
}

/** The same promise, but a caller that gives up need not wait for a token that others wait for as well. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new BigGoError("aborted", "Given up while waiting for a token"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/**
 * Runs `attempt` with a token; once, and only once, with a new one when BigGo says that the token has run out
 * (code 4 or 401). A token that is invalid for another reason (codes 2, 3 without 401) is not asked for again.
 */
export async function withToken<T>(
  tokens: TokenSource,
  attempt: (token: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const token = await unlessAborted(tokens.get(), signal);
  try {
    return await attempt(token);
  } catch (error) {
    if (!(error instanceof BigGoError) || error.kind !== "unauthorised") throw error;
    // Whatever was wrong with it, the next call is to have another one.
    tokens.discard(token);
    if (error.biggoCode !== 4 && error.httpStatus !== 401) throw error;
    return await attempt(await unlessAborted(tokens.get(), signal));
  }
}

/** The headers every data call carries. */
export function callHeaders(options: Pick<CallOptions, "region">, token: string | null): Record<string, string> {
  const region = options.region();
  return {
    accept: "application/json",
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(region === null ? {} : { region }),
  };
}

/** Builds the function all resources of the API call through. */
export function createCall(options: CallOptions): Call {
  const { baseUrl, transport, tokens, now } = options;

  const sendOnce = async (request: CallRequest, token: string | null): Promise<unknown> => {
    const url = new URL(`${baseUrl}/api/v1/${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
    const body = request.raw?.body ?? (request.json === undefined ? undefined : JSON.stringify(request.json));
    const contentType = request.raw?.contentType ?? "application/json";
    const answer = await transport.send({
      method: request.method,
      url: url.href,
      headers: {
        ...callHeaders(options, token),
        ...(body === undefined ? {} : { "content-type": contentType }),
        ...request.headers,
      },
      body,
      maxBytes: request.maxBytes,
      signal: request.signal,
    });
    return readAnswer(answer, now());
  };

  return (request) => {
    if (request.anonymous === true) return sendOnce(request, null);
    return withToken(tokens, (token) => sendOnce(request, token), request.signal);
  };
}
