import type { SQLOutputValue } from "node:sqlite";
import type { z } from "zod";

/** Parses a stored JSON text by a schema; null when it is malformed: a damaged row, or another version's. */
export function readJson<T>(schema: z.ZodType<T>, text: SQLOutputValue | undefined): T | null {
  if (typeof text !== "string") return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
