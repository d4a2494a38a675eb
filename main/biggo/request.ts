import type { Call, CallRequest } from "./call.ts";

/** A request to a path of the API that has no method of its own. */
export interface ApiRequest {
  method: CallRequest["method"];
  /** The path after `/api/v1/`, percent-encoded. */
  path: string;
  /** Parameters to append to the path. */
  query?: Record<string, string | number> | undefined;
  /** A body to send as JSON. */
  json?: unknown;
  signal?: AbortSignal | undefined;
}

const anyHost = "https://host";

/** Whether a path stays below the API's root: "../" must not carry the token elsewhere. */
function isBelowRoot(path: string): boolean {
  return new URL(`${anyHost}/api/v1/${path}`).href.startsWith(`${anyHost}/api/v1/`);
}

/**
 * Makes an authenticated call and resolves with the parsed envelope of a success, whose `result` is true. Errors are
 * handled and tokens renewed as for every call. Rejects with BigGoError, or TypeError for a path outside the API.
 */
export async function sendRequest(call: Call, { path, ...request }: ApiRequest): Promise<unknown> {
  const relative = path.replace(/^\/+/, "");
  if (!isBelowRoot(relative)) throw new TypeError(`Not a path of the API: ${path}`);
  return await call({ ...request, path: relative });
}
