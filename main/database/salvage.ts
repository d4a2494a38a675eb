import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { inTransaction } from "./in-transaction.ts";

/** The number of rows recovered from a damaged database, by table. */
export type Salvaged = Readonly<Record<string, number>>;

type Row = Record<string, SQLOutputValue>;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The quoted names of a table's columns; empty when the table cannot be read. */
function columnsOf(database: DatabaseSync, table: string): string[] {
  try {
    return database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .map(({ name }) => quoted(String(name)));
  } catch {
    return [];
  }
}

/** Rowids read per query; a block that fails is split in halves down to single rows. */
const blockSize = 256;
/** After this many consecutive unreadable blocks the rest of the table is skipped. */
const maxBrokenBlocks = 40;
/** Upper bound on rowids: no table of ours has more rows. Used when the last rowid cannot be read. */
const maxRowid = 1_000_000;

function lastRowid(source: DatabaseSync, table: string): number {
  try {
    return Number(source.prepare(`SELECT max(rowid) AS last FROM ${table}`).get()?.last ?? 0);
  } catch {
    return maxRowid;
  }
}

/** Passes every readable row to `take`. An unreadable page loses only the rows on it. */
function readTable(source: DatabaseSync, table: string, columns: string, take: (row: Row) => void): void {
  const tryToRead = (from: number, to: number): Row[] | null => {
    try {
      const select = source.prepare(`SELECT ${columns} FROM ${table} WHERE rowid BETWEEN ? AND ?`);
      // A damaged number can exceed 2^53.
      select.setReadBigInts(true);
      return select.all(from, to);
    } catch {
      return null;
    }
  };
  /** Whether any part of the range could be read, even if it has no rows. */
  const readRange = (from: number, to: number): boolean => {
    const rows = tryToRead(from, to);
    if (rows !== null) {
      rows.forEach(take);
      return true;
    }
    if (from === to) return false;
    const middle = Math.floor((from + to) / 2);
    const first = readRange(from, middle);
    return readRange(middle + 1, to) || first;
  };
  // A damaged page can report a last rowid so large that the scan would take years.
  const last = Math.min(maxRowid, lastRowid(source, table));
  let brokenBlocks = 0;
  for (let from = 1; from <= last && brokenBlocks < maxBrokenBlocks; from += blockSize) {
    brokenBlocks = readRange(from, Math.min(last, from + blockSize - 1)) ? 0 : brokenBlocks + 1;
  }
}

/** Whether the row itself is invalid: SQLITE_CONSTRAINT, SQLITE_MISMATCH, or a value that cannot be bound. */
function isInvalidRow(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : null;
  return code === null || code === 19 || code === 20;
}

function salvageTable(target: DatabaseSync, source: DatabaseSync, table: string): number {
  const known = columnsOf(source, table);
  const columns = columnsOf(target, table).filter((column) => known.includes(column));
  if (columns.length === 0) return 0;
  const placeholders = columns.map(() => "?").join(", ");
  const insert = target.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${placeholders})`);
  let count = 0;
  readTable(source, table, columns.join(", "), (row) => {
    try {
      count += Number(insert.run(...Object.values(row)).changes);
    } catch (error) {
      // A damaged page can yield values of any type: skip that row. Other errors, such as a full disk, are rethrown.
      if (!isInvalidRow(error)) throw error;
    }
  });
  return count;
}

/**
 * Copies every row of the target's tables that is still readable in `source`, using the columns both have. Rows the
 * target rejects (a duplicate key, a value of the wrong type) are skipped. Never throws because of damage in the
 * source; throws, leaving the target unchanged, when the target cannot be written.
 */
export function salvage(target: DatabaseSync, source: DatabaseSync): Salvaged {
  // The full-text index is skipped: triggers rebuild it, and its internal tables cannot be copied row by row.
  const tables = target
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*'")
    .all();
  const counts: Record<string, number> = {};
  inTransaction(target, () => {
    for (const { name } of tables) counts[String(name)] = salvageTable(target, source, quoted(String(name)));
  });
  return counts;
}
