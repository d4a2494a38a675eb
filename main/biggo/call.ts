import { BigGoError } from "./biggo-error.ts";
import { BigGoCode } from "./codes.ts";
import type { TokenSource } from "./token.ts";
import type { Transport } from "./transport.ts";

/** One request to a path of the API. */
export interface CallRequest {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path after `/api/v1/`, already percent-encoded. */
  path: string;
  query?: Record<string, string | number> | undefined;
  /** A body to send as JSON. */
  json?: unknown;
  /** A body that is encoded already, with its media type. */
  raw?: { contentType: string; body: Buffer } | undefined;
  headers?: Record<string, string> | undefined;
  /** Maximum size of the response; by default the transport's own limit. */
  maxBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Makes a data call and resolves with the parsed body of a success; rejects with BigGoError. */
export type Call = (request: CallRequest) => Promise<unknown>;

/** What every data call needs. */
export interface CallOptions {
  baseUrl: string;
  transport: Transport;
  tokens: TokenSource;
  /** The value of the `region` header, or null to send none. */
  region: () => string | null;
}

/** The same promise, except that an abort rejects at once: the token request is shared and must not be aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new BigGoError("aborted", "Aborted while waiting for a token"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Whether another token may be accepted where this one was refused. */
function isTokenRefused({ biggoCode, httpStatus, requiresLogin }: BigGoError): boolean {
  const isInvalid = biggoCode === BigGoCode.tokenExpired || biggoCode === BigGoCode.tokenInvalid;
  return isInvalid || httpStatus === 401 || requiresLogin;
}

/**
 * Runs `attempt` with a token, and repeats it once with a new token when the first was refused (codes 3 and 4, HTTP 401,
 * `require_login`) and `mayRepeat` allows it. Code 2 without 401 is not about the token.
 */
export async function withToken<T>(
  tokens: TokenSource,
  attempt: (token: string) => Promise<T>,
  signal?: AbortSignal,
  mayRepeat: () => boolean = () => true,
): Promise<T> {
  const token = await unlessAborted(tokens.get(), signal);
  try {
    return await attempt(token);
  } catch (error) {
    if (!(error instanceof BigGoError) || error.kind !== "unauthorised") throw error;
    // Whatever the reason, the next call fetches a new token.
    tokens.discard(token);
    if (!isTokenRefused(error) || !mayRepeat()) throw error;
    return await attempt(await unlessAborted(tokens.get(), signal));
  }
}

/** The headers of every data call. */
export function callHeaders(options: Pick<CallOptions, "region">, token: string): Record<string, string> {
  const region = options.region();
  return {
    accept: "application/json",
    authorization: `Bearer ${token}`,
    ...(region === null ? {} : { region }),
  };
}

/** Creates the function through which all resources call the API. */
export function createCall(options: CallOptions): Call {
  const { baseUrl, transport, tokens } = options;

  const sendOnce = async (request: CallRequest, token: string): Promise<unknown> => {
    const url = new URL(`${baseUrl}/api/v1/${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
    const body = request.raw?.body ?? (request.json === undefined ? undefined : JSON.stringify(request.json));
    const contentType = request.raw?.contentType ?? "application/json";
    const response = await transport.send({
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
    return transport.read(url.href, response);
  };

  return (request) => withToken(tokens, (token) => sendOnce(request, token), request.signal);
}
