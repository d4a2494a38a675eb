import { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { BigGoCode, codeOfUploadErrorType } from "./codes.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** An HTTP response with its complete body. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

const errorEnvelope = z.object({
  result: z.unknown().optional(),
  error: z
    .union([z.string(), z.object({ code: z.coerce.number().optional(), message: z.string().optional() })])
    .optional(),
  error_type: z.coerce.number().optional(),
});

/** Codes with which a data call refuses the token. */
const tokenCodes: ReadonlySet<number> = new Set([
  BigGoCode.notVerified,
  BigGoCode.tokenInvalid,
  BigGoCode.tokenExpired,
]);

function firstHeader(response: RawResponse, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** BigGo's code and message in a body that reports a failure, even one with HTTP 200; null for a success. */
function failureIn(body: unknown): { code: number | undefined; message: string } | null {
  const parsed = errorEnvelope.safeParse(body);
  if (!parsed.success) {
    // A failure in an unknown shape is still a failure.
    const { result, error } = Object(body) as { result?: unknown; error?: unknown };
    return result === false || error ? { code: undefined, message: "BigGo refused the call" } : null;
  }
  const { result, error, error_type: type } = parsed.data;
  if (type !== undefined && type !== 0) return { code: codeOfUploadErrorType[type], message: `error_type ${type}` };
  if (typeof error === "string") return { code: undefined, message: error };
  if (error !== undefined) return { code: error.code, message: error.message ?? "BigGo refused the call" };
  return result === false ? { code: undefined, message: "BigGo refused the call" } : null;
}

/**
 * Reads a response by BigGo's rules: a failure may come with any status, and a 5xx or a proxy may send HTML or nothing.
 * Returns the parsed JSON body of a success; throws {@link BigGoError} otherwise. `nowMs` is epoch ms.
 */
export function readResponse(response: RawResponse, nowMs: number): unknown {
  const body = parseJson(response.text);
  const isObject = typeof body === "object" && body !== null;
  const failure = failureIn(body);
  const { status } = response;
  const retryAfter = firstHeader(response, "retry-after");
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  const parsed = isObject ? body : undefined;
  const options = { httpStatus: status, biggoCode: failure?.code, retryAfterMs, response: parsed };
  const message = failure?.message ?? `HTTP ${status}`;

  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    throw new BigGoError("rate-limited", message, options);
  }
  if (status >= 500) throw new BigGoError("server", message, options);
  if (status === 401 || (failure?.code !== undefined && tokenCodes.has(failure.code))) {
    throw new BigGoError("unauthorised", message, options);
  }
  if (failure !== null) throw new BigGoError("refused", message, options);
  if (status === 403 || status === 413 || status === 415) throw new BigGoError("refused", message, options);
  if (status >= 400) throw new BigGoError(typeof body === "object" ? "refused" : "not-biggo", message, options);
  if (!isObject || status >= 300) throw new BigGoError("not-biggo", `HTTP ${status} without BigGo's JSON`, options);
  return body;
}

/** Parses a success body; an unknown shape is a `not-biggo` error that names the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BigGoError("not-biggo", `${what}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}
