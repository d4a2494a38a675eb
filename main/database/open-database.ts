import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../../shared/errors.ts";
import { migrations } from "./migrations.ts";

export interface OpenedDatabase {
  database: DatabaseSync;
  /** Where a database that could not be read was put aside; null when all was well. */
  setAside: string | null;
}

function userVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}

function migrate(database: DatabaseSync, steps: readonly string[]): void {
  for (let version = userVersion(database); version < steps.length; version += 1) {
    database.exec("BEGIN IMMEDIATE");
    try {
      database.exec(steps[version] ?? "");
      database.exec(`PRAGMA user_version = ${version + 1}`);
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }
}

function openHealthy(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    const check = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (check !== "ok") throw new Error(`quick_check: ${String(check)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB; a locked or unreadable file is not a broken one. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "errcode" in error ? Number(error.errcode) & 0xff : 0;
  return code === 11 || code === 26 || error.message.startsWith("quick_check:");
}

function setBrokenAside(path: string, nowMs: number): string {
  const aside = `${path}.broken-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

/**
 * Opens (or makes) the one database file: WAL, every commit synced (`synchronous=FULL`), schema brought up to date.
 * A file that is not readable as a database is put aside, never deleted, and a new one is begun. Throws AppError
 * `database-newer` when a newer version of the app wrote it; such a file is left as it is.
 */
export function openDatabase(path: string, nowMs: number): OpenedDatabase {
  mkdirSync(dirname(path), { recursive: true });
  let setAside: string | null = null;
  let database: DatabaseSync;
  try {
    database = openHealthy(path);
  } catch (error) {
    if (!isBroken(error)) throw error;
    setAside = setBrokenAside(path, nowMs);
    database = openHealthy(path);
  }
  const version = userVersion(database);
  if (version > migrations.length) {
    database.close();
    throw new AppError("database-newer", `The queue was written by a newer version (schema ${version})`);
  }
  migrate(database, migrations);
  return { database, setAside };
}
