import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { storageTrouble } from "./storage-trouble.ts";

/** A lock that ends with its process, whatever ends that. */
export interface ExclusiveLock {
  release(): void;
}

/**
 * Takes the lock named by a file; null while another process has it. It is SQLite's own lock on an empty database: the
 * operating system's, on every system, and never left behind by a crash.
 */
export function takeExclusiveLock(path: string): ExclusiveLock | null {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (storageTrouble(error) === "locked") return null;
    throw error;
  }
  return { release: () => database.close() };
}
