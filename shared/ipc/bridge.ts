import { z } from "zod";
import { type AppErrorValue, appErrorSchema } from "../errors.ts";
import type { CallName } from "./contract.ts";
import type { TopicName } from "./topics.ts";

/** Every answer that crosses the door. Nothing throws across it. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: AppErrorValue };

/** The envelope of an answer with its value still unchecked. */
export const answerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: appErrorSchema }),
]);

/**
 * What the preload hands the page as `window.biggo`: the only thing that joins it to the main process. What main says
 * crosses as JSON text: a value would be copied property by property on its way through the preload's own context, which
 * takes three times as long for a queue of ten thousand.
 */
export interface PreloadBridge {
  /** Makes a call of the contract. The text is an {@link Answer}. */
  invoke(name: CallName, input: unknown): Promise<string>;
  /** Hears a topic until the returned function is called. The text is its payload. */
  subscribe(name: TopicName, listener: (payload: string) => void): () => void;
  /** Offers dropped or pasted files; their paths go from the preload to main without passing through the page. */
  addFiles(files: File[]): Promise<string>;
}

/** The door as the page's code uses it, with what came through it read but unchecked. */
export interface Door {
  /** The answer's value is to be parsed with the contract's output schema. */
  invoke(name: CallName, input: unknown): Promise<unknown>;
  subscribe(name: TopicName, listener: (payload: unknown) => void): () => void;
  addFiles(files: File[]): Promise<unknown>;
}

/** Minimal `File`, so that this file needs no DOM types. */
type File = { readonly name: string };
