import type { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { BigGoCode, codeOfUploadErrorType, isBigGoCode } from "./codes.ts";
import { parseJson } from "./parse-json.ts";
import { hasRetryAfter, retryAfterOf } from "./retry-after.ts";
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

/** Statuses that speak of the file, also when a gateway sends them: the same file is refused again. */
const fileStatuses: ReadonlySet<number> = new Set([413, 415]);

/** PHP's values for nothing, beside an empty list and an empty object. */
const nothing: ReadonlySet<unknown> = new Set([undefined, null, false, 0, "", "0"]);

/** Whether `error` says that there is none: empty, or an object of nothing but empty fields. */
function isNoError(error: unknown): boolean {
  if (nothing.has(error)) return true;
  return typeof error === "object" && Object.values(error as object).every((value) => nothing.has(value));
}

const messageOf = (value: unknown) => textOf(value, maxMessageLength) || "BigGo refused the call";

/** A failure as a response's body reports it. */
interface ReportedFailure {
  /** The code, whether or not it is one of BigGo's table. */
  code: number | undefined;
  message: string;
  /** Whether the body is an envelope of BigGo's own, and not the JSON of a gateway before it. */
  isOwn: boolean;
  requiresLogin: boolean;
}

type EnvelopeField = "result" | "error" | "error_type" | "require_login";

/**
 * The failure in a body, even in one with HTTP 200; null for a success. Each field is read by itself: one of a wrong type
 * does not hide the others.
 */
function failureIn(body: unknown): ReportedFailure | null {
  const { result, error, error_type, require_login: login } = Object(body) as Record<EnvelopeField, unknown>;
  const type = countOf(error_type) ?? 0;
  const isRefusal = result === false;
  if (!isRefusal && isNoError(error) && type === 0) return null;
  const { code: reported, message } = Object(error) as Record<"code" | "message", unknown>;
  const code = (isNoError(error) ? null : countOf(reported)) ?? codeOfUploadErrorType[type];
  const text = type !== 0 && isNoError(error) ? `error_type ${type}` : typeof error === "string" ? error : message;
  return {
    code,
    message: messageOf(text),
    isOwn: isRefusal || isBigGoCode(code),
    requiresLogin: isRefusal && login === true,
  };
}

function kindOfFailure(status: number, failure: ReportedFailure | null, mayRetry: boolean) {
  if (failure?.requiresLogin === true && status < 500) return "unauthorised";
  if (status === 429 || (status === 503 && mayRetry)) return "rate-limited";
  if (status >= 500) return "server";
  if (failure?.code !== undefined && tokenCodes.has(failure.code)) return "unauthorised";
  if (status === 401 && !isBigGoCode(failure?.code)) return "unauthorised";
  if (failure !== null && (status < 400 || failure.isOwn)) return "refused";
  if (fileStatuses.has(status)) return "refused";
  return status >= 300 ? "not-biggo" : null;
}

/**
 * Reads a response by BigGo's rules: a failure may come with any status, and a gateway may answer in BigGo's place with
 * HTML, JSON of its own or nothing. A 4xx is a refusal only in BigGo's envelope (except 413 and 415, see
 * docs/decisions/0043-whose-word-a-refusal-is.md). Returns the parsed JSON body of a success; throws {@link BigGoError}
 * otherwise. `nowMs` is epoch ms.
 */
export function readResponse(response: RawResponse, nowMs: number): unknown {
  const body = parseJson(response.text);
  const isObject = typeof body === "object" && body !== null;
  const failure = failureIn(body);
  const { status } = response;
  const kind = kindOfFailure(status, failure, hasRetryAfter(response));
  if (kind === null && isObject) return body;
  throw new BigGoError(kind ?? "not-biggo", failure?.message ?? `HTTP ${status} without BigGo's JSON`, {
    httpStatus: status,
    biggoCode: failure?.code,
    requiresLogin: failure?.requiresLogin,
    retryAfterMs: retryAfterOf(response, nowMs),
    response: isObject ? body : undefined,
  });
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
