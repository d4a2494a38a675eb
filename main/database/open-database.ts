import { copyFileSync, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makePrivateFile, makePrivateFolder } from "../foundation/private-folder.ts";
import { inTransaction } from "./in-transaction.ts";
import { migrations } from "./migrations.ts";
import { type Salvaged, salvage } from "./salvage.ts";
import { sqliteFailureOf, storageError } from "./storage-failure.ts";

/** The state in which a database was found. */
export type DatabaseCondition =
  | { kind: "sound" }
  /** It was damaged: it was moved aside as `fileName`, and its readable rows were copied into a new one. */
  | { kind: "salvaged"; fileName: string; rows: Salvaged }
  /** A newer version wrote it: the file is untouched, and the database is an in-memory copy of the known columns. */
  | { kind: "newer" };

export interface OpenedDatabase {
  database: DatabaseSync;
  condition: DatabaseCondition;
}

/** How long to wait for another program's lock, ms: when opening, and per commit, which blocks the main process. */
const timeoutMs = { opening: 1000, committing: 200 };

/** The size of the database header (https://sqlite.org/fileformat.html#the_database_header). */
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

const inMemory = ":memory:";

/** Opens a database and runs `work` on it; closes it when that throws. */
function withDatabase<T>(path: string, options: { readOnly?: boolean }, work: (database: DatabaseSync) => T): T {
  // SQLite gives its files beside the database the same rights.
  if (options.readOnly !== true && path !== inMemory) makePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: timeoutMs.opening, ...options });
  try {
    return work(database);
  } catch (error) {
    if (database.isOpen) database.close();
    const failure = sqliteFailureOf(error);
    throw failure === null || failure === "damaged" ? error : storageError(failure);
  }
}

/** Inspects the file read-only first: a newer version's file and a damaged one must stay unchanged. */
function inspect(path: string): DatabaseCondition {
  return withDatabase(path, { readOnly: true }, (database) => {
    const check = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (check !== "ok") throw new Error(`quick_check: ${String(check)}`);
    const newer = userVersion(database) > migrations.length;
    database.close();
    return { kind: newer ? "newer" : "sound" };
  });
}

/**
 * Compiles a write of every table, and with it the triggers and indexes of each: `quick_check` does not read their texts, and
 * one that is damaged would fail the first write that fires it. Throws SQLITE_ERROR then.
 */
function compileWrites(database: DatabaseSync): void {
  const columns = database
    .prepare(
      `SELECT list.name AS name, group_concat(format('"%w" = "%w"', info.name, info.name)) AS assignments
       FROM pragma_table_list AS list JOIN pragma_table_info(list.name) AS info
       WHERE list.schema = 'main' AND list.type = 'table' AND list.name NOT GLOB 'sqlite_*' GROUP BY list.name`,
    )
    .all();
  for (const { name, assignments } of columns) {
    for (const write of [
      `INSERT INTO ${name} DEFAULT VALUES`,
      `UPDATE ${name} SET ${assignments}`,
      `DELETE FROM ${name}`,
    ]) {
      database.prepare(write);
    }
  }
}

function configure(database: DatabaseSync): DatabaseSync {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  migrate(database, migrations);
  compileWrites(database);
  database.exec(`PRAGMA busy_timeout = ${timeoutMs.committing}`);
  return database;
}

/**
 * Whether an error means that the file is damaged; a locked or unreadable file is not. SQLITE_ERROR while migrating: an
 * older version's row or schema is malformed.
 */
function isDamaged(error: unknown): boolean {
  if (sqliteFailureOf(error) === "damaged") return true;
  if (!(error instanceof Error)) return false;
  return error.message.startsWith("quick_check:") || ("errcode" in error && error.errcode === 1);
}

const fileSuffixes = ["", "-wal", "-shm"];

function rename(from: string, to: string): void {
  for (const suffix of fileSuffixes) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
}

/** A file too short for a header, or a WAL without its file: SQLite would start a new database and drop the WAL. */
function isTruncated(path: string): boolean {
  if (existsSync(path)) return statSync(path).size < headerBytes;
  return existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
}

/** Recovers the WAL of a truncated file over an empty database of the same schema: SQLite needs a file to read it. */
function salvageFromWal(path: string, target: DatabaseSync): Salvaged {
  if (!existsSync(`${path}-wal`)) return {};
  const copy = `${path}.stump`;
  try {
    buildDatabase(copy, () => {});
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    return salvageFrom(copy, target);
  } finally {
    for (const suffix of fileSuffixes) rmSync(copy + suffix, { force: true });
  }
}

/** An empty database of the current schema that is not stored. */
export function openInMemory(): DatabaseSync {
  return withDatabase(inMemory, {}, configure);
}

/** Copies the readable rows of another file into the target; none when the file cannot be opened. */
function salvageFrom(path: string, target: DatabaseSync): Salvaged {
  let source: DatabaseSync;
  try {
    source = new DatabaseSync(path, { readOnly: true, timeout: timeoutMs.opening });
  } catch {
    return {};
  }
  try {
    // With these settings SQLite also reads a file that is shorter than its header says.
    if ("enableDefensive" in source) source.enableDefensive(false);
    source.exec("PRAGMA writable_schema = ON");
    return salvage(target, source);
  } finally {
    source.close();
  }
}

/** Builds a complete database under another name, so that one rename puts it in place. */
function buildDatabase(name: string, fill: (database: DatabaseSync) => void): void {
  for (const suffix of fileSuffixes) rmSync(name + suffix, { force: true });
  withDatabase(name, {}, (database) => {
    fill(configure(database));
    // Closing checkpoints the WAL into the file; from here on it is complete.
    database.close();
  });
}

const damagedPathOf = (path: string, nowMs: number) =>
  `${path}.broken-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;

function replaceDamaged(path: string, { nowMs, onSalvaged }: OpenOptions): DatabaseCondition {
  const damagedPath = damagedPathOf(path, nowMs);
  const condition = { kind: "salvaged" as const, fileName: basename(damagedPath), rows: {} as Salvaged };
  buildDatabase(`${path}.salvaged`, (database) => {
    condition.rows = (isTruncated(path) ? salvageFromWal : salvageFrom)(path, database);
    onSalvaged(database, condition);
  });
  rename(path, damagedPath);
  rename(`${path}.salvaged`, path);
  return condition;
}

/**
 * Completes a salvage that was interrupted between its renames: the new file is complete. The damaged file's WAL may
 * still be in place and must be moved too, or SQLite would apply it to the new file.
 */
function finishSalvage(path: string, nowMs: number): void {
  rename(path, damagedPathOf(path, nowMs));
  rename(`${path}.salvaged`, path);
}

/** Opens a file that passed its check; one that cannot be migrated is salvaged. */
function openSound(path: string, condition: DatabaseCondition, options: OpenOptions): OpenedDatabase {
  try {
    return { database: withDatabase(path, {}, configure), condition };
  } catch (error) {
    if (!isDamaged(error) || condition.kind !== "sound") throw error;
    const salvaged = replaceDamaged(path, options);
    return { database: withDatabase(path, {}, configure), condition: salvaged };
  }
}

export interface OpenOptions {
  /** Epoch ms. */
  nowMs: number;
  /** Prepares a salvaged database further before it replaces the damaged one. */
  onSalvaged: (database: DatabaseSync, condition: Extract<DatabaseCondition, { kind: "salvaged" }>) => void;
}

/**
 * Opens or creates the database file: WAL, every commit synced (`synchronous=FULL`), schema migrated. The readable rows
 * of a damaged file are copied into a new one; only when that is complete is the damaged file moved aside, never
 * deleted. A newer version's file is left unchanged and shown from an in-memory copy. Throws AppError `database-locked`
 * while another program holds a lock, `disk-full` when there is no space and `disk-failing` when the disk cannot be
 * read; all leave the files unchanged.
 */
export function openDatabase(path: string, options: OpenOptions): OpenedDatabase {
  makePrivateFolder(dirname(path));
  if (!existsSync(path) && existsSync(`${path}.salvaged`)) finishSalvage(path, options.nowMs);
  let condition: DatabaseCondition = { kind: "sound" };
  if (isTruncated(path)) condition = replaceDamaged(path, options);
  else if (!existsSync(path)) {
    buildDatabase(`${path}.new`, () => {});
    rename(`${path}.new`, path);
  } else {
    try {
      condition = inspect(path);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      condition = replaceDamaged(path, options);
    }
  }
  if (condition.kind !== "newer") return openSound(path, condition, options);
  const database = openInMemory();
  salvageFrom(path, database);
  return { database, condition };
}
