import { z } from "zod";
import { type AppErrorValue, appErrorSchema } from "../errors.ts";
import type { CallName } from "./contract.ts";
import type { TopicName } from "./topics.ts";

/** The response to every call. Nothing throws across the bridge. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: AppErrorValue };

/** The envelope of a response whose value has not been parsed yet. */
export const answerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: appErrorSchema }),
]);

/**
 * What the preload exposes to the page as `window.biggo`: its only connection to the main process. Responses and topics
 * cross as JSON text: a value would be copied property by property through the preload's context, which takes three times
 * as long for a queue of ten thousand rows.
 */
export interface PreloadBridge {
  /** Makes a call of the contract. The text is an {@link Answer}. */
  invoke(name: CallName, input: unknown): Promise<string>;
  /** Subscribes to a topic; the returned function unsubscribes. The text is the payload. */
  subscribe(name: TopicName, listener: (payload: string) => void): () => void;
  /** Offers dropped or pasted files; their paths go from the preload to main without passing through the page. */
  addFiles(files: File[]): Promise<string>;
}

/** The bridge as the page's code uses it: JSON parsed, values not checked yet. */
export interface Bridge {
  /** The caller parses the response's value with the contract's output schema. */
  invoke(name: CallName, input: unknown): Promise<unknown>;
  subscribe(name: TopicName, listener: (payload: unknown) => void): () => void;
  addFiles(files: File[]): Promise<unknown>;
}

/** Minimal `File`, so that this file needs no DOM types. */
type File = { readonly name: string };
