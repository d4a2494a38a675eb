import { existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../../shared/errors.ts";
import { migrations } from "./migrations.ts";
import { type Salvaged, salvage } from "./salvage.ts";

/** In what state a database was found. */
export type DatabaseCondition =
  | { kind: "sound" }
  /** It was damaged: it was put aside under `fileName`, and what could be read of it was taken over. */
  | { kind: "salvaged"; fileName: string; rows: Salvaged }
  /** A newer version wrote it: the file is untouched, and this is a copy in memory of what this version knows of it. */
  | { kind: "newer" };

export interface OpenedDatabase {
  database: DatabaseSync;
  condition: DatabaseCondition;
}

/** How long another program's lock is waited for, ms: at the start, and at each commit, where the app stands still. */
const patienceMs = { opening: 1000, committing: 200 };

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const codes = { busy: 5, locked: 6, corrupt: 11, notADatabase: 26 };

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
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0);

/** Runs `work` on a database of its own, which is closed when that throws. */
function openAnd<T>(path: string, options: { readOnly?: boolean }, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { timeout: patienceMs.opening, ...options });
  try {
    return work(database);
  } catch (error) {
    database.close();
    const locked = codeOf(error) === codes.busy || codeOf(error) === codes.locked;
    if (!locked) throw error;
    throw new AppError("database-locked", "Another program has locked the queue's database", { retryable: true });
  }
}

/** Looks before anything is changed: a newer version's file, or a damaged one, is to stay as it is. */
function examine(path: string): "sound" | "newer" {
  return openAnd(path, {}, (database) => {
    const check = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (check !== "ok") throw new Error(`quick_check: ${String(check)}`);
    const condition = userVersion(database) > migrations.length ? "newer" : "sound";
    database.close();
    return condition;
  });
}

function openAndMigrate(path: string): DatabaseSync {
  return openAnd(path, {}, (database) => {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    migrate(database, migrations);
    database.exec(`PRAGMA busy_timeout = ${patienceMs.committing}`);
    return database;
  });
}

/** A damaged file; one that is locked, or may not be read, is not damaged. */
function isBroken(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === codes.corrupt ||
    code === codes.notADatabase ||
    (error instanceof Error && error.message.startsWith("quick_check:"))
  );
}

function setBrokenAside(path: string, nowMs: number): string {
  const aside = `${path}.broken-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}

/** Whatever can be read of another file goes into the target; a file in which nothing can be read gives nothing. */
function salvageFrom(path: string, target: DatabaseSync, readOnly: boolean): Salvaged {
  try {
    return openAnd(path, { readOnly }, (source) => {
      // With these SQLite also reads a file that is shorter than its header says.
      if ("enableDefensive" in source) source.enableDefensive(false);
      source.exec("PRAGMA writable_schema = ON");
      const rows = salvage(target, source);
      source.close();
      return rows;
    });
  } catch {
    return {};
  }
}

/**
 * Opens (or makes) the one database file: WAL, every commit synced (`synchronous=FULL`), schema brought up to date.
 * A damaged file is put aside, never deleted, and what can be read of it is taken over into a new one. What a newer
 * version wrote is left as it is and shown out of memory. Throws AppError `database-locked` while another program has
 * locked it.
 */
export function openDatabase(path: string, nowMs: number): OpenedDatabase {
  mkdirSync(dirname(path), { recursive: true });
  try {
    if (!existsSync(path) || examine(path) === "sound") {
      return { database: openAndMigrate(path), condition: { kind: "sound" } };
    }
    const database = openAndMigrate(":memory:");
    salvageFrom(path, database, true);
    return { database, condition: { kind: "newer" } };
  } catch (error) {
    if (!isBroken(error)) throw error;
    const aside = setBrokenAside(path, nowMs);
    const database = openAndMigrate(path);
    const rows = salvageFrom(aside, database, false);
    return { database, condition: { kind: "salvaged", fileName: basename(aside), rows } };
  }
}
