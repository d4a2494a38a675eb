import type { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { BigGoCode, codeOfUploadErrorType } from "./codes.ts";
import { parseJson } from "./parse-json.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { countOf, textOf } from "./wire/read-value.ts";

/** An HTTP response with its complete body. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Maximum length of a failure's message, in UTF-16 code units. */
const maxMessageLength = 2000;

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

/** PHP's values for nothing, beside an empty list and an empty object. */
const nothing: ReadonlySet<unknown> = new Set([undefined, null, false, 0, "", "0"]);

/** Whether `error` says that there is none: empty, or an object of nothing but empty fields. */
function isNoError(error: unknown): boolean {
  if (nothing.has(error)) return true;
  return typeof error === "object" && Object.values(error as object).every((value) => nothing.has(value));
}

const messageOf = (value: unknown) => textOf(value, maxMessageLength) || "BigGo refused the call";

/**
 * BigGo's code and message in a body that reports a failure, even one with HTTP 200; null for a success. Each field is
 * read by itself: one of a wrong type does not hide the others.
 */
function failureIn(body: unknown): { code: number | undefined; message: string } | null {
  const { result, error, error_type } = Object(body) as Record<"result" | "error" | "error_type", unknown>;
  const type = countOf(error_type) ?? 0;
  if (!isNoError(error)) {
    const { code, message } = Object(error) as Record<"code" | "message", unknown>;
    const known = countOf(code) ?? codeOfUploadErrorType[type];
    return { code: known, message: messageOf(typeof error === "string" ? error : message) };
  }
  if (type !== 0) return { code: codeOfUploadErrorType[type], message: `error_type ${type}` };
  return result === false ? { code: undefined, message: messageOf(undefined) } : null;
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
  if (status >= 400) throw new BigGoError(isObject ? "refused" : "not-biggo", message, options);
  if (!isObject || status >= 300) throw new BigGoError("not-biggo", `HTTP ${status} without BigGo's JSON`, options);
  return body;
}

/**
 * Checks the response to a change, which says nothing but whether it was made: only a `result` of true is a success.
 * Throws BigGoError `not-biggo` for anything else, after which the change may or may not have been made.
 */
export function requireResult(body: unknown, what: string): void {
  const { result } = Object(body) as { result?: unknown };
  if (result !== true) throw new BigGoError("not-biggo", `${what}: BigGo does not say that it succeeded`);
}

/** Parses a success body; an unknown shape is a `not-biggo` error that names the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BigGoError("not-biggo", `${what}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}
