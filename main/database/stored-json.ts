import type { SQLOutputValue } from "node:sqlite";
import { z } from "zod";

/** A text column that holds JSON of a schema. */
export function jsonColumn<T>(schema: z.ZodType<T>) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("not valid JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** A column with a time, epoch ms, within the range of Date (https://tc39.es/ecma262/#sec-time-values-and-time-range). */
export const timeColumn = z.number().min(-8.64e15).max(8.64e15);

/** Parses a stored JSON text by a schema; null when it is malformed: a damaged row, or another version's. */
export function readJson<T>(schema: z.ZodType<T>, text: SQLOutputValue | undefined): T | null {
  return jsonColumn(schema).safeParse(text).data ?? null;
}
