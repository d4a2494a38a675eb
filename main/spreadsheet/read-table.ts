import { CsvError, parse } from "csv-parse/sync";
import { excerpt } from "../../shared/graphemes.ts";
import { type TableColumn, type TableError, tableColumns } from "../../shared/model/table.ts";
import { decodeText } from "../foundation/decode-text.ts";
import { unguardSplits } from "./cell.ts";

/** A row of the file: its 1-based number as a spreadsheet shows it, and its known cells. */
export interface ReadRow {
  readonly row: number;
  readonly cells: Partial<Record<TableColumn, string>>;
}

/** The length to which a value is cut in an error. */
const maxValueLength = 60;

/** An error about a cell; long values are cut. */
export function tableError(row: number, column: string, code: TableError["code"], value: string): TableError {
  return { row, column, code, value: excerpt(value, maxValueLength) };
}

/**
 * Detects the delimiter: Excel writes semicolons where the comma is the decimal separator, and tabs in text files. A first
 * line such as `sep=;`, which spreadsheets read and do not show, is cut off.
 */
function findDelimiter(text: string): { delimiter: string; body: string } {
  const separator = /^"?sep=(.)"?[,;\t]*(?:\r\n|\r|\n)/i.exec(text);
  const body = text.slice(separator?.[0].length ?? 0);
  const heading = body.split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t", separator?.[1] ?? ","].map((delimiter) => ({
    delimiter,
    count: heading.split(delimiter).length,
  }));
  return { delimiter: counts.reduce((best, other) => (other.count > best.count ? other : best)).delimiter, body };
}

/** Reads a table. Errors concern the whole file, or rows that do not match its columns. */
export function readTable(bytes: Uint8Array): { rows: ReadRow[]; errors: TableError[] } {
  const text = decodeText(bytes);
  if (text === null) return { rows: [], errors: [tableError(1, "", "not-text", "")] };
  let records: string[][];
  try {
    const { delimiter, body } = findDelimiter(text);
    records = parse(body, { delimiter, relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const index = Number((error as { records?: number }).records ?? 0);
    return { rows: [], errors: [tableError(index + 1, "", "not-a-table", error.message)] };
  }
  const heading = (records[0] ?? []).map((name) => name.trim().toLowerCase());
  if (!heading.includes("id")) return { rows: [], errors: [tableError(1, "id", "column-missing", heading.join(", "))] };
  const errors: TableError[] = [];
  const rows = records.slice(1).flatMap((record, index): ReadRow[] => {
    const row = index + 2;
    if (record.every((cell) => cell.trim() === "")) return [];
    if (record.slice(heading.length).some((cell) => cell.trim() !== "")) {
      errors.push(tableError(row, "", "too-many-cells", record[heading.length] ?? ""));
      return [];
    }
    const cells = tableColumns.flatMap((column) => {
      const cell = record[heading.indexOf(column)];
      return cell === undefined ? [] : [[column, unguardSplits(cell)] as const];
    });
    return [{ row, cells: Object.fromEntries(cells) }];
  });
  return { rows, errors };
}
