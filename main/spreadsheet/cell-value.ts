import { withMonthNumbers } from "./month-names.ts";

/** What a spreadsheet may read a text as. A text such as `1.10` is a number in one language and a date in another. */
export type CellValue =
  | { kind: "number"; value: number; digits: number; isScientific: boolean }
  /** The numbers of a date in any order, without a year or a day where it has none, and a time of day in seconds. */
  | { kind: "date"; parts: readonly number[]; seconds: number }
  | { kind: "boolean"; value: boolean };

/** Longer texts are no values in any spreadsheet. */
const maxValueLength = 60;

const currency = /(?:nt|us|hk|[sacr])?\p{Sc}|^(?:rp|rm|rs)\.?(?=[\s\d])|[円元]$/gu;
const number = /^(?<signs>[-+]*)\s*(?<before>%?)\s*(?<digits>[\d., ']+?)\s*(?:e(?<exponent>[-+]?\d+))?\s*(?<after>%?)$/;
const withPoint = /^(?=.*\d)(?:\d{1,3}(?:[, ']\d{2,3})+|\d*)(?:\.\d*)?$/;
const withComma = /^(?=.*\d)(?:\d{1,3}(?:[. ']\d{3})+|\d*)(?:,\d*)?$/;

/** The readings of a number with a decimal point and with a decimal comma. */
function numbersOf(text: string): CellValue[] {
  const bare = text
    .replaceAll(currency, "")
    .trim()
    .replace(/^\((.+)\)$/, "-$1");
  const { signs = "", before, digits = "", exponent, after } = number.exec(bare)?.groups ?? {};
  const readings = [
    ...(withPoint.test(digits) ? [digits.replaceAll(/[, ']/g, "")] : []),
    ...(withComma.test(digits) ? [digits.replaceAll(/[. ']/g, "").replace(",", ".")] : []),
  ];
  const scale = (before || after ? 0.01 : 1) * (signs.replaceAll("+", "").length % 2 === 1 ? -1 : 1);
  return [...new Set(readings)].flatMap((reading): CellValue[] => {
    const value = Number(`${reading}e${exponent ?? 0}`) * scale;
    if (!Number.isFinite(value)) return [];
    const significant = reading.replace(".", "").replace(/^0+/, "").length;
    return [{ kind: "number", value, digits: Math.max(1, significant), isScientific: exponent !== undefined }];
  });
}

const half = "(?:(am?|上午|午前)|(pm?|下午|午後))";
const clock = new RegExp(
  `^(.*?)(?:${half}\\s*)?\\b(\\d{1,4}):(\\d{1,2})(?::(\\d{1,2})(?:[.,]\\d+)?)?(?:\\s*${half})?$`,
  "u",
);
const hourOnly = new RegExp(`^(.*?)(?:${half}\\s*)?\\b(\\d{1,2})()()(?:\\s*${half})?$`, "u");

/** Takes the time of day off the end of a text. Null seconds: it has none. */
function takeTime(text: string): { seconds: number | null; rest: string } {
  const [, rest = "", amBefore, pmBefore, hour, minute, second, amAfter, pmAfter] =
    clock.exec(text) ?? hourOnly.exec(text) ?? [];
  const isPm = (pmBefore ?? pmAfter) !== undefined;
  const isHalf = isPm || (amBefore ?? amAfter) !== undefined;
  if (hour === undefined || (minute === "" && !isHalf)) return { seconds: null, rest: text };
  const hours = isHalf ? (Number(hour) % 12) + (isPm ? 12 : 0) : Number(hour);
  return { seconds: hours * 3600 + Number(minute) * 60 + Number(second ?? 0), rest };
}

function datesOf(text: string): CellValue[] {
  const { seconds, rest } = takeTime(text);
  if (seconds !== null && rest.trim() === "") return [{ kind: "date", parts: [], seconds }];
  const numbered = withMonthNumbers(rest);
  // Numbers that only blanks separate stay a text.
  if (numbered === rest && !/[/\-.年月]/.test(rest)) return [];
  const parts = numbered.split(/[\s/\-.,'年月日号號]+/u).filter(Boolean);
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return [];
  return [{ kind: "date", parts: parts.map(Number), seconds: seconds ?? 0 }];
}

/** Every value that a spreadsheet could read a cell as, in any language; empty for a text that stays a text. */
export function valuesOf(cell: string): CellValue[] {
  if (cell.length > maxValueLength) return [];
  const text = cell.normalize("NFKC").replaceAll("−", "-").replaceAll(/\s+/g, " ").trim().toLowerCase();
  if (text === "true" || text === "false") return [{ kind: "boolean", value: text === "true" }];
  if (!/\d/.test(text)) return [];
  return [...numbersOf(text), ...datesOf(text)];
}

type NumberValue = Extract<CellValue, { kind: "number" }>;

/** Spreadsheets keep 15 digits, and show fewer where the cell is narrow or the number long. */
function isSameNumber(before: NumberValue, after: NumberValue): boolean {
  if (before.value === after.value) return true;
  if (Math.abs(before.value - after.value) <= Math.abs(before.value) * 1e-14) return true;
  const isRounded = after.isScientific || after.digits >= 9;
  return isRounded && Number(before.value.toPrecision(Math.min(100, after.digits))) === after.value;
}

/** Years are written with two or four digits, and in Thai spreadsheets by the Buddhist era. */
function isSamePart(before: number, after: number): boolean {
  if (before === after) return true;
  return (before >= 1000 || after >= 1000) && [0, 543].some((era) => (after - era - before) % 100 === 0);
}

/** Whether one date shows the same as the other in another order, with a year or a first of the month added. */
function isSameDate(before: readonly number[], after: readonly number[]): boolean {
  const added = [...after];
  for (const part of before) {
    const exact = added.indexOf(part);
    const index = exact === -1 ? added.findIndex((other) => isSamePart(part, other)) : exact;
    if (index === -1) return false;
    added.splice(index, 1);
  }
  return added.length <= (before.length > 1 ? 1 : 0);
}

function isSame(before: CellValue, after: CellValue): boolean {
  if (before.kind === "number") return after.kind === "number" && isSameNumber(before, after);
  if (before.kind === "boolean") return after.kind === "boolean" && before.value === after.value;
  return after.kind === "date" && before.seconds === after.seconds && isSameDate(before.parts, after.parts);
}

/** Whether a spreadsheet may have made one text out of the other, because both mean the same value to it. */
export function hasSameValue(before: string, after: string): boolean {
  const values = valuesOf(after);
  return valuesOf(before).some((value) => values.some((other) => isSame(value, other)));
}
