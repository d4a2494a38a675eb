import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { z } from "zod";

/** A stored row that is malformed: it was left out, and is still in the database. */
export interface UnreadableRow {
  table: string;
  /** The values of its key columns. */
  key: string;
}

export type OnUnreadable = (row: UnreadableRow) => void;

interface StoredRows<T> {
  table: string;
  /** The columns that identify a row in reports; each has to be among the selected ones. */
  key: readonly string[];
  /** The selected columns; JSON in them is parsed with `jsonColumn`. */
  columns: z.ZodType<T>;
  onUnreadable?: OnUnreadable | undefined;
}

/** Integers beyond 2^53 stay bigint, which no column schema accepts: they cost their row, not the query. */
function toColumnValue(value: SQLOutputValue): SQLOutputValue {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const toColumnValues = (row: Record<string, SQLOutputValue>) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toColumnValue(value)]));

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
      const parsed = columns.safeParse(toColumnValues(row));
      if (parsed.success) return [parsed.data];
      onUnreadable?.({ table, key: key.map((name) => String(row[name])).join(" ") });
      return [];
    });
}
