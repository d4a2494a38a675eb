import { z } from "zod";
import { type AppErrorValue, appErrorSchema } from "../errors.ts";
import type { Review } from "../model/upload.ts";
import type { CallName } from "./contract.ts";
import type { TopicName } from "./topics.ts";

/** Every answer that crosses the door. Nothing throws across it. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: AppErrorValue };

/** The envelope of an answer with its value still unchecked. */
export const answerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: appErrorSchema }),
]);

/** What the preload hands the page as `window.biggo`: the only thing that joins it to the main process. */
export interface Door {
  /** Makes a call of the contract; the answer's value is to be parsed with the contract's output schema. */
  invoke(name: CallName, input: unknown): Promise<unknown>;
  /** Hears a topic until the returned function is called. */
  subscribe(name: TopicName, listener: (payload: unknown) => void): () => void;
  /** Offers dropped or pasted files; their paths go from the preload to main without passing through the page. */
  addFiles(files: File[]): Promise<Answer<Review>>;
}

/** Minimal `File`, so that this file needs no DOM types. */
type File = { readonly name: string };
