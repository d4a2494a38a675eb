import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { Answer } from "../../shared/ipc/bridge.ts";
import { type CallInput, type CallName, type CallOutput, calls } from "../../shared/ipc/contract.ts";
import { maxNameChars, sizeOfInput } from "../../shared/ipc/input-bounds.ts";
import { toAppError } from "../biggo/app-error.ts";
import { asUser } from "../biggo/request-gate.ts";
import { sqliteFailureOf, storageError } from "../database/storage-failure.ts";
import type { CallLimits } from "./call-limits.ts";

/** One handler per call of the contract: a missing or mistyped one does not compile. */
export type Handlers = {
  [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export type LogError = (logId: string, what: string, error: unknown) => void;

/** Calls with a list of everything, or with a picture. */
const large: ReadonlySet<CallName> = new Set<CallName>([
  "bulk.plan",
  "bulk.start",
  "files.accept",
  "library.delete",
  "library.productsOn",
  "products.inPicture",
]);
/** Larger than the input of any other call, in bytes. */
const maxUsualBytes = 512 * 1024;

/** How many mistakes of an input are named in the answer. */
const maxIssues = 5;

function errorValueOf(what: string, cause: unknown, log: LogError): AppErrorValue {
  const failure = sqliteFailureOf(cause);
  const error = failure === null ? toAppError(cause) : storageError(failure);
  if (error instanceof AppError) return error.value;
  const logId = randomUUID();
  log(logId, what, error);
  return { code: "internal", message: "Something unexpected went wrong", retryable: false, details: { logId } };
}

/** Runs `work` and wraps its result or its failure in the envelope that crosses the bridge. Never rejects. */
export async function answer<T>(what: string, work: () => T | Promise<T>, log: LogError): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    return { ok: false, error: errorValueOf(what, cause, log) };
  }
}

/** The name of a call of the contract; null for anything else. */
export function knownCall(name: unknown): CallName | null {
  const isKnown = typeof name === "string" && name.length <= maxNameChars && Object.hasOwn(calls, name);
  return isKnown ? (name as CallName) : null;
}

function parseInput(name: CallName, input: unknown): unknown {
  const size = sizeOfInput(input);
  if (size === null || (size > maxUsualBytes && !large.has(name))) {
    throw new AppError("invalid-input", `${name}: the input is too large, too deep or no plain data`);
  }
  const parsed = calls[name].input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, maxIssues);
  throw new AppError("invalid-input", `${name}: ${z.prettifyError({ issues })}`);
}

interface AnswerOptions {
  handlers: Handlers;
  limits: CallLimits;
  log: LogError;
}

/**
 * Handles one call: known name → not too many → bounded and parsed input → handler → envelope. Never rejects, and formats
 * nothing of what it does not know.
 */
export function answerCall(options: AnswerOptions, name: unknown, input: unknown): Promise<Answer<unknown>> {
  const { handlers, limits, log } = options;
  const known = knownCall(name);
  return answer(
    known ?? "an unknown call",
    async () => {
      if (known === null) throw new AppError("not-allowed", "There is no such call");
      const leave = limits.enter(known);
      if (leave === null) throw new AppError("too-many-calls", `${known}: too many calls`, { retryable: true });
      try {
        const parsed = parseInput(known, input);
        // The name selects both the handler and the schema of its input; TypeScript cannot follow that through a union.
        const handler = handlers[known] as (input: unknown) => unknown;
        return await asUser(() => handler(parsed));
      } finally {
        leave();
      }
    },
    log,
  );
}
