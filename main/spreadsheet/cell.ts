import { valuesOf } from "./cell-value.ts";

/** Characters that can start a formula in a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection). */
const formulaStart = /^[=+\-@\t\r＝＋－＠']/u;

/** Numbers that every spreadsheet shows as they are written. */
const plainNumber = /^(?:0|[1-9]\d{0,9})$/;

/** Whether a spreadsheet might evaluate a text, or read it as a number, a date or a truth value. */
const isInterpreted = (text: string) => formulaStart.test(text) || valuesOf(text).length > 0;

/**
 * A text as a cell that spreadsheets leave alone: one that they would interpret is prefixed with an apostrophe. Unlike
 * the formula `="007"` it survives any number of saves.
 */
export function cellOf(text: string): string {
  return isInterpreted(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** A text as a formula, `="007"`: another way to keep a spreadsheet from interpreting it. */
const formulaText = /^="((?:[^"]|"")*)"$/;

/** The inverse of {@link cellOf}, also for text that the user wrote as a formula; any other cell is returned as it is. */
export function textOf(cell: string): string {
  if (cell.startsWith("'") && isInterpreted(cell.slice(1))) return cell.slice(1);
  return formulaText.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;
}

/** Where another spreadsheet may begin a cell within a text, and what would be a formula there, behind any quotes. */
const splitBeforeFormula = /([;\t\r\n])(?="*[=+\-@＝＋－＠'])/gu;
const guardedSplit = /([;\t\r\n])'(?="*[=+\-@＝＋－＠'])/gu;

/**
 * A cell of which no part is a formula: spreadsheets whose list separator is a semicolon or a tab split the cells of a
 * table with commas there, and at line breaks, whatever the quotes say. An apostrophe goes before each such part.
 */
export const guardSplits = (cell: string): string => cell.replaceAll(splitBeforeFormula, "$1'");

/** The inverse of {@link guardSplits}. */
export const unguardSplits = (cell: string): string => cell.replaceAll(guardedSplit, "$1");

/** The cell for a product list that cannot be written in full; importing it leaves the list unchanged. */
export const unknownProducts = "?";
