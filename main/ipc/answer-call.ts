import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { Answer } from "../../shared/ipc/bridge.ts";
import { type CallInput, type CallName, type CallOutput, calls } from "../../shared/ipc/contract.ts";
import { toAppError } from "../biggo/app-error.ts";
import { asUser } from "../biggo/request-gate.ts";
import { sqliteFailureOf, storageError } from "../database/storage-failure.ts";

/** One handler per call of the contract: a missing or mistyped one does not compile. */
export type Handlers = {
  [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export type LogError = (logId: string, what: string, error: unknown) => void;

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

/** Handles one call: known name → parsed input → handler → envelope. Never rejects. */
export function answerCall(handlers: Handlers, name: unknown, input: unknown, log: LogError): Promise<Answer<unknown>> {
  return answer(
    String(name),
    async () => {
      if (typeof name !== "string" || !Object.hasOwn(calls, name)) {
        throw new AppError("not-allowed", `There is no call ${JSON.stringify(name)}`);
      }
      const known = name as CallName;
      const parsed = calls[known].input.safeParse(input);
      if (!parsed.success) throw new AppError("invalid-input", `${known}: ${z.prettifyError(parsed.error)}`);
      // The name selects both the handler and the schema of its input; TypeScript cannot follow that through a union.
      const handler = handlers[known] as (input: unknown) => unknown;
      return await asUser(() => handler(parsed.data));
    },
    log,
  );
}
