/** What a spreadsheet may take for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠']/u;

/** A text as a cell that no spreadsheet runs: what looks like a formula begins with an apostrophe. */
export function cellOf(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The text that {@link cellOf} made a cell of; a cell that somebody typed is its text. */
export function textOf(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** A product list nobody can name in full: a cell that leaves it as it is. */
export const unknownProducts = "?";
