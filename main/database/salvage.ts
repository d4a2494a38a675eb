import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

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
const mostBrokenBlocks = 40;
/** Where the end of a table cannot be read, it is looked for up to here. */
const furthestRowid = 1_000_000;

function lastRowid(source: DatabaseSync, table: string): number {
  try {
    return Number(source.prepare(`SELECT max(rowid) AS last FROM ${table}`).get()?.last ?? 0);
  } catch {
    return furthestRowid;
  }
}

/** Hands over every row that can be reached: a page that cannot be read costs the rows on it and no others. */
function readTable(source: DatabaseSync, table: string, columns: string, take: (row: Row) => void): void {
  const range = source.prepare(`SELECT ${columns} FROM ${table} WHERE rowid BETWEEN ? AND ?`);
  /** Whether anything of the range could be read, be it that there is nothing. */
  const readRange = (from: number, to: number): boolean => {
    try {
      for (const row of range.all(from, to)) take(row);
      return true;
    } catch {
      if (from === to) return false;
      const middle = Math.floor((from + to) / 2);
      const first = readRange(from, middle);
      return readRange(middle + 1, to) || first;
    }
  };
  const last = lastRowid(source, table);
  let broken = 0;
  for (let from = 1; from <= last && broken < mostBrokenBlocks; from += block) {
    broken = readRange(from, Math.min(last, from + block - 1)) ? 0 : broken + 1;
  }
}

/**
 * Copies into `target` every row of its tables that can still be read in `source`, by the columns both have. Rows the
 * target refuses (a key it has, a value of another type) are left out. Never throws for what is wrong with the source.
 */
export function salvage(target: DatabaseSync, source: DatabaseSync): Salvaged {
  const tables = target.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const counts: Record<string, number> = {};
  target.exec("BEGIN IMMEDIATE");
  for (const { name } of tables) {
    const table = quoted(String(name));
    const known = columnsOf(source, table);
    const columns = columnsOf(target, table).filter((column) => known.includes(column));
    let count = 0;
    if (columns.length > 0) {
      const places = columns.map(() => "?").join(", ");
      const insert = target.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
      readTable(source, table, columns.join(", "), (row) => {
        try {
          count += Number(insert.run(...Object.values(row)).changes);
        } catch {
          // This row only: a damaged page can give values of any type.
        }
      });
    }
    counts[String(name)] = count;
  }
  target.exec("COMMIT");
  return counts;
}
