/** Marks that only steer the direction of a text, and blanks without a width. Joiners stay: emoji and scripts use them. */
const invisible = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/**
 * A text from elsewhere as a title: composed (NFC; macOS writes decomposed names), well-formed, on one line, and without
 * invisible marks. Line breaks and control characters become a blank. Blanks around the text are left out.
 */
export function toOneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(invisible, "")
    .replaceAll(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, " ")
    .normalize("NFC")
    .trim();
}
