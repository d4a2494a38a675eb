/** Characters that can start a formula in a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection). */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠']/u;

/** A text as a cell that no spreadsheet evaluates: a text that looks like a formula is prefixed with an apostrophe. */
export function cellOf(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/** The inverse of {@link cellOf}; a cell the user typed is returned as it is. */
export function textOf(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** The cell for a product list that cannot be written in full; importing it leaves the list unchanged. */
export const unknownProducts = "?";
