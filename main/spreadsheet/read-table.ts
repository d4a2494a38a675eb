import { CsvError, parse } from "csv-parse/sync";
import { type TableColumn, type TableError, tableColumns } from "../../shared/model/table.ts";

/** A row of the file: its 1-based number as a spreadsheet shows it, and its known cells. */
export interface ReadRow {
  readonly row: number;
  readonly cells: Partial<Record<TableColumn, string>>;
}

/** The length to which a value is cut in an error. */
const maxValueLength = 60;

/** An error about a cell; long values are cut. */
export function tableError(row: number, column: string, code: TableError["code"], value: string): TableError {
  return { row, column, code, value: value.length > maxValueLength ? `${value.slice(0, maxValueLength)}…` : value };
}

/** Decodes UTF-8, and UTF-16 with a byte order mark (Excel's "Unicode text"); null for anything else. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Detects the delimiter: Excel writes semicolons where the comma is the decimal separator, and tabs in text files. */
function delimiterOf(text: string): string {
  const heading = text.split(/\r?\n/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: heading.split(delimiter).length }));
  return counts.reduce((best, candidate) => (candidate.count > best.count ? candidate : best)).delimiter;
}

/** Reads a table. Errors concern the whole file, or rows that do not match its columns. */
export function readTable(bytes: Uint8Array): { rows: ReadRow[]; errors: TableError[] } {
  const text = decode(bytes);
  if (text === null) return { rows: [], errors: [tableError(1, "", "not-text", "")] };
  let records: string[][];
  try {
    records = parse(text, { delimiter: delimiterOf(text), relax_column_count: true, bom: true });
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
      return cell === undefined ? [] : [[column, cell] as const];
    });
    return [{ row, cells: Object.fromEntries(cells) }];
  });
  return { rows, errors };
}
