import type { ZodType } from "zod";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import { answerSchema, type Bridge } from "../../shared/ipc/bridge.ts";
import { type CallInput, type CallName, type CallOutput, calls } from "../../shared/ipc/contract.ts";
import { type TopicName, type TopicPayload, topics } from "../../shared/ipc/topics.ts";
import { type Review, reviewSchema } from "../../shared/model/upload.ts";

export type InputOf<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];

/** The contract as the page uses it: takes and returns values, throws `AppError` on every failure. */
export interface Client {
  /** Makes a call. Rejects with `internal` when there is no response, or, in development, one that violates the contract. */
  call<N extends CallName>(name: N, ...input: InputOf<N>): Promise<CallOutput<N>>;
  /** Subscribes to a topic; the returned function unsubscribes. In development, payloads that violate the contract are dropped. */
  on<N extends TopicName>(name: N, listener: (payload: TopicPayload<N>) => void): () => void;
  /** Offers dropped or pasted files for review. */
  addFiles(files: File[]): Promise<Review>;
}

/** The error value to show for anything thrown: an `AppError`'s own value, `internal` for everything else. */
export function errorValueOf(thrown: unknown): AppErrorValue {
  if (thrown instanceof AppError) return thrown.value;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, retryable: false, details: {} };
}

/**
 * Whether a value is as the contract says. Main is part of the app and its types say so already: that they do is checked
 * in development and tests, since checking a library of thousands takes longer than showing it (decision 68).
 */
const isAsAgreed = (schema: ZodType, value: unknown) => !import.meta.env.DEV || schema.safeParse(value).success;

/** Unwraps a response: returns its value or throws its error. */
function unwrapAnswer(answer: unknown, what: string): unknown {
  const envelope = answerSchema.safeParse(answer);
  if (!envelope.success) throw new AppError("internal", `${what}: the answer has no envelope`);
  if (envelope.data.ok) return envelope.data.value;
  const { code, message, retryable, details } = envelope.data.error;
  throw new AppError(code, message, { retryable, details });
}

/** Converts a rejection of the bridge itself to an `internal` error. */
async function asInternal(answer: Promise<unknown>, what: string): Promise<unknown> {
  try {
    return await answer;
  } catch (thrown) {
    throw new AppError("internal", `${what}: ${errorValueOf(thrown).message}`);
  }
}

/** Creates the typed client for a bridge. */
export function createClient(bridge: Bridge): Client {
  return {
    async call<N extends CallName>(name: N, ...input: InputOf<N>): Promise<CallOutput<N>> {
      const value = unwrapAnswer(await asInternal(bridge.invoke(name, input[0]), name), name);
      if (!isAsAgreed(calls[name].output, value)) {
        throw new AppError("internal", `${name}: the answer does not match the contract`);
      }
      return value as CallOutput<N>;
    },
    on<N extends TopicName>(name: N, listener: (payload: TopicPayload<N>) => void) {
      return bridge.subscribe(name, (payload) => {
        if (isAsAgreed(topics[name], payload)) listener(payload as TopicPayload<N>);
      });
    },
    async addFiles(files) {
      const value = unwrapAnswer(await asInternal(bridge.addFiles(files), "addFiles"), "addFiles");
      if (!isAsAgreed(reviewSchema, value)) {
        throw new AppError("internal", "addFiles: the answer does not match the contract");
      }
      return value as Review;
    },
  };
}
