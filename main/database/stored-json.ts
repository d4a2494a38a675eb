import type { SQLOutputValue } from "node:sqlite";
import type { z } from "zod";

/** What a stored JSON text says by a schema; null for what makes no sense: a damaged row, or another version's. */
export function readJson<T>(schema: z.ZodType<T>, text: SQLOutputValue | undefined): T | null {
  if (typeof text !== "string") return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
