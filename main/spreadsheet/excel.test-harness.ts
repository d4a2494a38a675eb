import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

/**
 * What Excel does to a CSV file that is opened and saved without a touch, by its documented rules: each cell is entered as
 * if it were typed ("General" format) and saved as it is displayed. Written apart from the code under test.
 */
export interface ExcelLocale {
  decimal: "." | ",";
  /** Day or month first in `1/2`. */
  order: "dm" | "md";
  shortDate: (month: number, day: number) => string;
  date: (year: number, month: number, day: number) => string;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");
const monthName = (month: number) => months[month - 1] ?? "";

export const locales = {
  english: {
    decimal: ".",
    order: "md",
    shortDate: (month, day) => `${day}-${monthName(month)}`,
    date: (year, month, day) => `${month}/${day}/${year}`,
  },
  taiwanese: {
    decimal: ".",
    order: "md",
    shortDate: (month, day) => `${month}月${day}日`,
    date: (year, month, day) => `${year}/${month}/${day}`,
  },
  german: {
    decimal: ",",
    order: "dm",
    shortDate: (month, day) => `${two(day)}. ${monthName(month)}`,
    date: (year, month, day) => `${two(day)}.${two(month)}.${year}`,
  },
} as const satisfies Record<string, ExcelLocale>;

const fullYear = (year: number) => (year >= 100 ? year : year < 30 ? 2000 + year : 1900 + year);
const isMonth = (value: number) => value >= 1 && value <= 12;
const isDay = (value: number) => value >= 1 && value <= 31;

function numberShown(text: string, { decimal }: ExcelLocale): string | null {
  const match = /^([-+(]?)([$€¥]|NT\$)?([\d.,]+)(E[-+]?\d+)?(%?)\)?$/i.exec(text.trim());
  if (match === null) return null;
  const [, sign, symbol = "", digits = "", exponent, percent] = match;
  const point =
    decimal === "."
      ? digits.replaceAll(/,(?=\d{3}(?:\D|$))/g, "")
      : digits.replaceAll(/\.(?=\d{3}(?:\D|$))/g, "").replace(",", ".");
  const value = Number(`${point}${exponent ?? ""}`) * (sign === "-" || sign === "(" ? -1 : 1);
  if (Number.isNaN(value) || point === "") return null;
  const local = (shown: string) => shown.replace(".", decimal);
  if (percent) return local(point.includes(".") ? `${value.toFixed(2)}%` : `${value}%`);
  if (symbol !== "") return local(`${symbol}${point.includes(".") ? value.toFixed(2) : value}`);
  const scientific = (places: number) =>
    local(value.toExponential(places))
      .replace(/e([-+])(\d)$/, "E$10$2")
      .replace("e", "E");
  if (exponent !== undefined) return scientific(2);
  return Math.abs(value) >= 1e11
    ? scientific(5)
    : local(String(Number(value.toPrecision(Number.isInteger(value) ? 11 : 10))));
}

function timeShown(text: string): string | null {
  const match = /^(\d{1,4})(?::(\d{1,2}))?(?::(\d{1,2}))?(?: ([AP])M?)?$/i.exec(text.trim());
  const [, hour, minute, second, half] = match ?? [];
  if (hour === undefined || (minute === undefined && half === undefined)) return null;
  const suffix = half === undefined ? "" : ` ${half.toUpperCase()}M`;
  return [hour, two(Number(minute ?? 0)), ...(second === undefined ? [] : [two(Number(second))])].join(":") + suffix;
}

function dateShown(text: string, { decimal, order, shortDate, date }: ExcelLocale): string | null {
  const separator = decimal === "," ? /[-/.]/ : /[-/]/;
  const named = text.trim().replace(/\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b/i, (name) => {
    return String(months.findIndex((month) => month.toLowerCase() === name.slice(0, 3).toLowerCase()) + 101);
  });
  const parts = named.split(/[\s,]+|[-/.]/).map(Number);
  if (parts.length < 2 || parts.length > 3 || !parts.every(Number.isInteger)) return null;
  if (!separator.test(text) && named === text.trim()) return null;
  const name = parts.findIndex((part) => part > 100 && part < 113);
  if (name !== -1) {
    const month = (parts[name] ?? 0) - 100;
    const [first = 0, second] = parts.filter((_, index) => index !== name);
    if (second !== undefined) return `${first}-${monthName(month)}-${two(second % 100)}`;
    return isDay(first) ? shortDate(month, first) : `${monthName(month)}-${two(first % 100)}`;
  }
  const [a = 0, b = 0, c] = parts;
  if (c !== undefined) {
    const [year, month, day] = a > 31 ? [a, b, c] : order === "md" ? [c, a, b] : [c, b, a];
    return isMonth(month) && isDay(day) ? date(fullYear(year), month, day) : null;
  }
  const [month, day] = order === "md" ? [a, b] : [b, a];
  if (isMonth(month) && isDay(day)) return shortDate(month, day);
  const [only, year] = a > 31 ? [b, a] : [a, b];
  return isMonth(only) && year <= 9999 ? `${monthName(only)}-${two(year % 100)}` : null;
}

/** A cell as Excel shows it after opening a file. */
export function shownByExcel(cell: string, locale: ExcelLocale): string {
  if (/^="([^"]|"")*"$/.test(cell)) return cell.slice(2, -1).replaceAll('""', '"');
  if (/^(true|false)$/i.test(cell)) return cell.toUpperCase();
  const value = timeShown(cell) ?? numberShown(cell, locale) ?? dateShown(cell, locale);
  if (value !== null) return value;
  return /^[=+\-@]/.test(cell) ? "#NAME?" : cell;
}

interface SaveOptions {
  locale?: ExcelLocale;
  format?: "csv-utf8" | "csv" | "unicode-text";
  /** How often it is opened and saved. */
  times?: number;
}

/** Opens a table in Excel and saves it without a touch. */
export function savedByExcel(
  text: string,
  { locale = locales.english, format = "csv-utf8", times = 1 }: SaveOptions = {},
) {
  let records: string[][] = parse(text, { bom: true, relax_column_count: true });
  for (let time = 0; time < times; time += 1) {
    records = records.map((record) => record.map((cell) => shownByExcel(cell, locale)));
  }
  const delimiter = format === "unicode-text" ? "\t" : locale.decimal === "," ? ";" : ",";
  const saved = stringify(records, { delimiter, record_delimiter: "windows", quoted_match: /[\r\n]/ });
  if (format === "unicode-text") return new Uint8Array(Buffer.from(`\uFEFF${saved}`, "utf16le"));
  // "CSV (MS-DOS)" and "CSV (Comma delimited)" write the system's code page; here an American one.
  if (format === "csv")
    return new Uint8Array(
      Buffer.from(
        saved.replaceAll(/[^\p{ASCII}\u0080-\u00FF]/gu, (lost) => "?".repeat(lost.length)),
        "latin1",
      ),
    );
  return new Uint8Array(Buffer.from(`\uFEFF${saved}`));
}
