import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makePrivateFile, makePrivateFolder } from "../foundation/private-folder.ts";
import { sqliteFailureOf } from "./storage-failure.ts";

/** A lock that is released when its process ends, however it ends. */
export interface ExclusiveLock {
  release(): void;
}

/**
 * Acquires the lock a file represents; null while another process holds it. Throws where the file cannot be written. It is SQLite's lock on an empty database,
 * which uses the operating system's file locks on every platform, so a crash never leaves it behind.
 */
export function acquireExclusiveLock(path: string): ExclusiveLock | null {
  makePrivateFolder(dirname(path));
  makePrivateFile(path);
  const database = new DatabaseSync(path);
  try {
    // Without a journal file the lock needs no room on the disk.
    database.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (sqliteFailureOf(error) === "locked") return null;
    throw error;
  }
  return { release: () => database.close() };
}
