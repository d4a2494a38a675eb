import { z } from "zod";
import { BigGoError } from "./biggo-error.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** An HTTP answer with its body read whole. */
export interface RawAnswer {
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

/** An upload's `error_type` says the same as these codes (BigGo's published client maps them so). */
const codeOfErrorType: Record<number, number> = { 1: 1001, 2: 1002, 3: 1007 };

/** Codes by which a data call refuses the token: without verification, JWT invalid, JWT expired. */
const tokenCodes = new Set([2, 3, 4]);

function firstHeader(answer: RawAnswer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** BigGo's code and message in a body, when it says that the call failed; a 200 may well say so. */
function failureIn(body: unknown): { code: number | undefined; message: string } | null {
  const parsed = errorEnvelope.safeParse(body);
  if (!parsed.success) {
    // A failure in a shape that nobody knows is a failure all the same.
    const { result, error } = Object(body) as { result?: unknown; error?: unknown };
    return result === false || error ? { code: undefined, message: "BigGo refused the call" } : null;
  }
  const { result, error, error_type: type } = parsed.data;
  if (type !== undefined && type !== 0) return { code: codeOfErrorType[type], message: `error_type ${type}` };
  if (typeof error === "string") return { code: undefined, message: error };
  if (error !== undefined) return { code: error.code, message: error.message ?? "BigGo refused the call" };
  return result === false ? { code: undefined, message: "BigGo refused the call" } : null;
}

/**
 * Judges an answer by BigGo's rules: a failure may come with any status, a 5xx or a proxy may answer HTML or nothing.
 * Returns the parsed JSON body of a success; throws {@link BigGoError} otherwise.
 */
export function readAnswer(answer: RawAnswer, nowMs: number): unknown {
  const body = parseJson(answer.text);
  const failure = failureIn(body);
  const { status } = answer;
  const retryAfter = firstHeader(answer, "retry-after");
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  const options = { httpStatus: status, biggoCode: failure?.code, retryAfterMs };
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
  if (typeof body !== "object" || body === null || status >= 300) {
    throw new BigGoError("not-biggo", `HTTP ${status} without BigGo's JSON`, options);
  }
  return body;
}

/** Parses a success body; a shape that is not BigGo's is a `not-biggo` error that names the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BigGoError("not-biggo", `${what}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim());
}
