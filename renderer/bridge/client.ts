import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import { answerSchema, type Door } from "../../shared/ipc/bridge.ts";
import { type CallInput, type CallName, type CallOutput, calls } from "../../shared/ipc/contract.ts";
import { type TopicName, type TopicPayload, topics } from "../../shared/ipc/topics.ts";
import { type Review, reviewSchema } from "../../shared/model/upload.ts";

export type InputOf<N extends CallName> = undefined extends CallInput<N> ? [] : [input: CallInput<N>];

/** The contract as the page uses it: values in, parsed values out, `AppError` thrown for every failure. */
export interface Client {
  /** Makes a call of the contract. */
  call<N extends CallName>(name: N, ...input: InputOf<N>): Promise<CallOutput<N>>;
  /** Hears a topic until the returned function is called. Payloads that do not match the contract are dropped. */
  on<N extends TopicName>(name: N, listener: (payload: TopicPayload<N>) => void): () => void;
  /** Offers dropped or pasted files for review. */
  addFiles(files: File[]): Promise<Review>;
}

/** What the page shows for anything that was thrown: an `AppError`'s own value, `internal` for the rest. */
export function errorValueOf(thrown: unknown): AppErrorValue {
  if (thrown instanceof AppError) return thrown.value;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, retryable: false, details: {} };
}

/** Opens an answer of the door: its value, or its failure thrown. */
function openAnswer(answer: unknown, what: string): unknown {
  const envelope = answerSchema.safeParse(answer);
  if (!envelope.success) throw new AppError("internal", `${what}: the answer has no envelope`);
  if (envelope.data.ok) return envelope.data.value;
  const { code, message, retryable, details } = envelope.data.error;
  throw new AppError(code, message, { retryable, details });
}

async function reached(answer: Promise<unknown>, what: string): Promise<unknown> {
  try {
    return await answer;
  } catch (thrown) {
    throw new AppError("internal", `${what}: ${errorValueOf(thrown).message}`);
  }
}

/** Builds the typed client over a door. */
export function createClient(door: Door): Client {
  return {
    async call<N extends CallName>(name: N, ...input: InputOf<N>): Promise<CallOutput<N>> {
      const value = openAnswer(await reached(door.invoke(name, input[0]), name), name);
      const parsed = calls[name].output.safeParse(value);
      if (!parsed.success) throw new AppError("internal", `${name}: the answer does not match the contract`);
      return parsed.data as CallOutput<N>;
    },
    on<N extends TopicName>(name: N, listener: (payload: TopicPayload<N>) => void) {
      return door.subscribe(name, (payload) => {
        const parsed = topics[name].safeParse(payload);
        if (parsed.success) listener(parsed.data as TopicPayload<N>);
      });
    },
    async addFiles(files) {
      const value = openAnswer(await reached(door.addFiles(files), "addFiles"), "addFiles");
      const parsed = reviewSchema.safeParse(value);
      if (!parsed.success) throw new AppError("internal", "addFiles: the answer does not match the contract");
      return parsed.data;
    },
  };
}
