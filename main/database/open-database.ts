import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./in-transaction.ts";
import { migrations } from "./migrations.ts";
import { type Salvaged, salvage } from "./salvage.ts";
import { storageError, storageTrouble } from "./storage-trouble.ts";

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
const timeoutMs = { opening: 1000, committing: 200 };

/** The least that a database file has (https://sqlite.org/fileformat.html#the_database_header). */
const headerBytes = 100;

function userVersion(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}

function migrate(database: DatabaseSync, steps: readonly string[]): void {
  for (let version = userVersion(database); version < steps.length; version += 1) {
    inTransaction(database, () => {
      database.exec(steps[version] ?? "");
      database.exec(`PRAGMA user_version = ${version + 1}`);
    });
  }
}

/** Runs `work` on a database of its own, which is closed when that throws. */
function openAnd<T>(path: string, options: { readOnly?: boolean }, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, { timeout: timeoutMs.opening, ...options });
  try {
    return work(database);
  } catch (error) {
    if (database.isOpen) database.close();
    const trouble = storageTrouble(error);
    throw trouble === "locked" || trouble === "full" ? storageError(trouble) : error;
  }
}

/** Looks before anything is changed: a newer version's file, or a damaged one, is to stay as it is. */
function examine(path: string): DatabaseCondition {
  return openAnd(path, { readOnly: true }, (database) => {
    const check = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (check !== "ok") throw new Error(`quick_check: ${String(check)}`);
    const newer = userVersion(database) > migrations.length;
    database.close();
    return { kind: newer ? "newer" : "sound" };
  });
}

function prepare(database: DatabaseSync): DatabaseSync {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  migrate(database, migrations);
  database.exec(`PRAGMA busy_timeout = ${timeoutMs.committing}`);
  return database;
}

/** A damaged file; one that is locked, or may not be read, is not damaged. */
function isBroken(error: unknown): boolean {
  return storageTrouble(error) === "damaged" || (error instanceof Error && error.message.startsWith("quick_check:"));
}

const suffixes = ["", "-wal", "-shm"];

function rename(from: string, to: string): void {
  for (const suffix of suffixes) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/** A file too short for a header, or a log without its file: SQLite would begin anew over it, and drop the log. */
function isStump(path: string): boolean {
  if (existsSync(path)) return statSync(path).size < headerBytes;
  return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
}

/** A stump's log, laid over an empty database of the same shape: SQLite reads a log only where there is a file. */
function salvageStump(path: string, target: DatabaseSync): Salvaged {
  if (!existsSync(`${path}-wal`)) return {};
  const copy = `${path}.stump`;
  try {
    makeWhole(copy, () => {});
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    return salvageFrom(copy, target);
  } finally {
    for (const suffix of suffixes) rmSync(copy + suffix, { force: true });
  }
}

/** Whatever can be read of another file goes into the target; a file in which nothing can be read gives nothing. */
function salvageFrom(path: string, target: DatabaseSync): Salvaged {
  let source: DatabaseSync;
  try {
    source = new DatabaseSync(path, { readOnly: true, timeout: timeoutMs.opening });
  } catch {
    return {};
  }
  try {
    // With these SQLite also reads a file that is shorter than its header says.
    if ("enableDefensive" in source) source.enableDefensive(false);
    source.exec("PRAGMA writable_schema = ON");
    return salvage(target, source);
  } finally {
    source.close();
  }
}

/** Makes a whole database under another name, so that it can take its place at once. */
function makeWhole(name: string, fill: (database: DatabaseSync) => void): void {
  for (const suffix of suffixes) rmSync(name + suffix, { force: true });
  openAnd(name, {}, (database) => {
    fill(prepare(database));
    // Closing brings the log into the file: from here on it is complete.
    database.close();
  });
}

const asideOf = (path: string, nowMs: number) => `${path}.broken-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;

function salvageAside(path: string, { nowMs, onSalvaged }: OpenOptions): DatabaseCondition {
  const aside = asideOf(path, nowMs);
  const condition = { kind: "salvaged" as const, fileName: basename(aside), rows: {} as Salvaged };
  makeWhole(`${path}.salvaged`, (database) => {
    condition.rows = (isStump(path) ? salvageStump : salvageFrom)(path, database);
    onSalvaged(database, condition);
  });
  rename(path, aside);
  rename(`${path}.salvaged`, path);
  return condition;
}

/**
 * The app ended between the renamings of a salvage: the new file is complete. A log of the damaged one may still be in
 * its place, and would be taken for the new file's.
 */
function finishSalvage(path: string, nowMs: number): void {
  rename(path, asideOf(path, nowMs));
  rename(`${path}.salvaged`, path);
}

export interface OpenOptions {
  /** Epoch ms. */
  nowMs: number;
  /** What else is to be true of a salvaged database before it takes the place of the damaged one. */
  onSalvaged: (database: DatabaseSync, condition: Extract<DatabaseCondition, { kind: "salvaged" }>) => void;
}

/**
 * Opens (or makes) the one database file: WAL, every commit synced (`synchronous=FULL`), schema brought up to date.
 * What can be read of a damaged file goes into a new one; only when that is complete is the damaged one put aside,
 * never deleted. What a newer version wrote is left as it is and shown out of memory. Throws AppError `database-locked`
 * while another program has locked it, and `disk-full` where there is no room; both leave everything as it was.
 */
export function openDatabase(path: string, options: OpenOptions): OpenedDatabase {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path) && existsSync(`${path}.salvaged`)) finishSalvage(path, options.nowMs);
  let condition: DatabaseCondition = { kind: "sound" };
  if (isStump(path)) condition = salvageAside(path, options);
  else if (!existsSync(path)) {
    makeWhole(`${path}.new`, () => {});
    rename(`${path}.new`, path);
  } else {
    try {
      condition = examine(path);
    } catch (error) {
      if (!isBroken(error)) throw error;
      condition = salvageAside(path, options);
    }
  }
  if (condition.kind !== "newer") return { database: openAnd(path, {}, prepare), condition };
  const database = openAnd(":memory:", {}, prepare);
  salvageFrom(path, database);
  return { database, condition };
}
