import type { DatabaseSync } from "node:sqlite";

/** Named values in an account's database. Durable when a call returns. */
export interface Facts {
  /** The value; null when the name is not set. */
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** Opens the `fact` table of a database. */
export function openFacts(database: DatabaseSync): Facts {
  const select = database.prepare("SELECT value FROM fact WHERE name = ?");
  const upsert = database.prepare("INSERT OR REPLACE INTO fact VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM fact WHERE name = ?");
  return {
    get(name) {
      const value = select.get(name)?.value;
      return typeof value === "string" ? value : null;
    },
    set: (name, value) => void upsert.run(name, value),
    remove: (name) => void remove.run(name),
  };
}
