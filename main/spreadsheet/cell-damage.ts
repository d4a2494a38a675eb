import { hasSameValue } from "./cell-value.ts";

/** What a spreadsheet does to a cell that the user has not touched. */
export type CellDamage = "retyped" | "characters-lost";

/** Results of a formula and of a column that is too narrow; `Err:` is LibreOffice's. */
const errorValue =
  /^(?:#(?:NAME\?|VALUE!|REF!|DIV\/0!|N\/A|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!)|#{3,}|Err:\d{3})$/;

const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
/** The formats that a spreadsheet chooses by itself for a short date and a long number, and that people do not write. */
const automaticFormat = new RegExp(`^(?:\\d{1,2}-${month}|${month}-\\d{2}|-?\\d(?:\\.\\d+)?E\\+\\d{2,})$`);

/** Code pages in which a UTF-8 file is opened by mistake. */
const misreadAs = ["windows-1252", "macintosh", "big5", "shift_jis", "gbk", "euc-kr", "windows-1258", "windows-874"];

const nonAscii = /\P{ASCII}/u;

/** Whether a UTF-8 file was read as another encoding, as in `é–‹ç®±`. */
function isMisread(before: string, cell: string): boolean {
  const bytes = new TextEncoder().encode(before);
  return misreadAs.some((encoding) => new TextDecoder(encoding).decode(bytes) === cell);
}

const countOf = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/**
 * Whether characters were replaced because the encoding in which the file was saved lacks them, as in `?? v2`. A character
 * beyond the BMP becomes one question mark or two.
 */
function isReplaced(before: string, cell: string): boolean {
  const lost = countOf(before, /\P{ASCII}/gu) - countOf(cell, /\P{ASCII}/gu);
  const added = countOf(cell, /[?_]/g) - countOf(before, /[?_]/g);
  if (lost <= 0 || added < lost || added > lost * 2) return false;
  const asciiOf = (text: string) => text.replaceAll(/(?:\P{ASCII}|[?_])+/gu, "?");
  return asciiOf(before) === asciiOf(cell);
}

/**
 * How a spreadsheet may have damaged a cell that differs from the text that was exported; null when it was edited. Both
 * texts have the same line breaks.
 */
export function damageOf(before: string, cell: string): CellDamage | null {
  if (errorValue.test(cell) || automaticFormat.test(cell) || hasSameValue(before, cell)) return "retyped";
  if (cell.includes("\uFFFD") && !before.includes("\uFFFD")) return "characters-lost";
  if (/^[?\s]*\?\?[?\s]*$/.test(cell)) return "characters-lost";
  if (nonAscii.test(before) && (isReplaced(before, cell) || isMisread(before, cell))) return "characters-lost";
  return null;
}
