import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { inTransaction } from "./in-transaction.ts";

/** How many rows of each table were read out of another database. */
export type Salvaged = Readonly<Record<string, number>>;

type Row = Record<string, SQLOutputValue>;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The names of a table's columns; nothing where the table cannot be read. */
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

/** So many rowids are read at once; where that fails, one by one. */
const block = 256;
/** After so many blocks in a row of which nothing can be read, the rest of the table is given up. */
const maxBrokenBlocks = 40;
/** No table of ours has more rows; where the end of one cannot be read, it is looked for up to here. */
const maxRowid = 1_000_000;

function lastRowid(source: DatabaseSync, table: string): number {
  try {
    return Number(source.prepare(`SELECT max(rowid) AS last FROM ${table}`).get()?.last ?? 0);
  } catch {
    return maxRowid;
  }
}

/** Hands over every row that can be reached: a page that cannot be read costs the rows on it and no others. */
function readTable(source: DatabaseSync, table: string, columns: string, take: (row: Row) => void): void {
  const tryToRead = (from: number, to: number): Row[] | null => {
    try {
      return source.prepare(`SELECT ${columns} FROM ${table} WHERE rowid BETWEEN ? AND ?`).all(from, to);
    } catch {
      return null;
    }
  };
  /** Whether anything of the range could be read, be it that there is nothing. */
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
  // A damaged page can also claim a last row that would take years to come to.
  const last = Math.min(maxRowid, lastRowid(source, table));
  let broken = 0;
  for (let from = 1; from <= last && broken < maxBrokenBlocks; from += block) {
    broken = readRange(from, Math.min(last, from + block - 1)) ? 0 : broken + 1;
  }
}

/** SQLITE_CONSTRAINT and SQLITE_MISMATCH, or a value that cannot be bound at all. */
function isRowsOwnFault(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : null;
  return code === null || code === 19 || code === 20;
}

function salvageTable(target: DatabaseSync, source: DatabaseSync, table: string): number {
  const known = columnsOf(source, table);
  const columns = columnsOf(target, table).filter((column) => known.includes(column));
  if (columns.length === 0) return 0;
  const places = columns.map(() => "?").join(", ");
  const insert = target.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
  let count = 0;
  readTable(source, table, columns.join(", "), (row) => {
    try {
      count += Number(insert.run(...Object.values(row)).changes);
    } catch (error) {
      // A damaged page can give values of any type: that costs this row. A full disk is not the row's fault.
      if (!isRowsOwnFault(error)) throw error;
    }
  });
  return count;
}

/**
 * Copies into `target` every row of its tables that can still be read in `source`, by the columns both have. Rows the
 * target refuses (a key it has, a value of another type) are left out. Never throws for what is wrong with the source;
 * throws, with the target as it was, when the target cannot be written.
 */
export function salvage(target: DatabaseSync, source: DatabaseSync): Salvaged {
  // An index is made anew by its triggers; its own tables make no sense row by row.
  const tables = target
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*'")
    .all();
  const counts: Record<string, number> = {};
  inTransaction(target, () => {
    for (const { name } of tables) counts[String(name)] = salvageTable(target, source, quoted(String(name)));
  });
  return counts;
}
