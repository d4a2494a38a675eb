import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";

/** A stored row that is malformed: it was left out, and is still in the database. */
export interface UnreadableRow {
  table: string;
  /** The values of its key columns. */
  key: string;
}

export type OnUnreadable = (row: UnreadableRow) => void;

/** Checks the columns of a row: a zod schema, or plain code where there are tens of thousands of rows. */
export interface RowSchema<T> {
  safeParse(row: Record<string, SQLOutputValue>): { success: true; data: T } | { success: false };
}

interface StoredRows<T> {
  table: string;
  /** The columns that identify a row in reports; each has to be among the selected ones. */
  key: readonly string[];
  /** The selected columns; JSON in them is parsed with `jsonColumn`. */
  columns: RowSchema<T>;
  onUnreadable?: OnUnreadable | undefined;
}

/**
 * Turns the integers of a row into numbers, in place: there can be tens of thousands of rows. Those beyond 2^53 stay
 * bigint, which no column schema accepts: they cost their row, not the query.
 */
function convertIntegers(row: Record<string, SQLOutputValue>): void {
  for (const name in row) {
    const value = row[name];
    if (typeof value !== "bigint") continue;
    const number = Number(value);
    if (Number.isSafeInteger(number)) row[name] = number;
  }
}

/**
 * Prepares a query whose rows are checked by a schema. The result returns the readable rows; a malformed one is left out
 * and reported.
 */
export function prepareRows<T>(
  database: DatabaseSync,
  sql: string,
  { table, key, columns, onUnreadable }: StoredRows<T>,
): (...values: SQLInputValue[]) => T[] {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return (...values) =>
    statement.all(...values).flatMap((row) => {
      convertIntegers(row);
      const parsed = columns.safeParse(row);
      if (parsed.success) return [parsed.data];
      onUnreadable?.({ table, key: key.map((name) => String(row[name])).join(" ") });
      return [];
    });
}
