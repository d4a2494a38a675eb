import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** Named values in an account's database. Durable when a call returns. */
export interface Facts {
  /** The value; null when the name is not set. */
  get(name: string): string | null;
  /** The value as a number that is not negative; null when the name is not set, or the value malformed. */
  getNumber(name: string): number | null;
  set(name: string, value: string): void;
  remove(name: string): void;
}

const numberText = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .transform(Number)
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER));

/** Opens the `fact` table of a database. */
export function openFacts(database: DatabaseSync): Facts {
  const select = database.prepare("SELECT value FROM fact WHERE name = ?");
  const upsert = database.prepare("INSERT OR REPLACE INTO fact VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM fact WHERE name = ?");
  const get = (name: string) => {
    const value = select.get(name)?.value;
    return typeof value === "string" ? value : null;
  };
  return {
    get,
    getNumber: (name) => numberText.safeParse(get(name)).data ?? null,
    set: (name, value) => void upsert.run(name, value),
    remove: (name) => void remove.run(name),
  };
}
