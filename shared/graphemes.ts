const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * The end of the last grapheme that ends at or before `index`, both in UTF-16 code units; the length of a shorter text. An
 * emoji of several code points, a flag, or a letter with its marks is one grapheme (Unicode UAX 29).
 */
export function graphemeEndBefore(text: string, index: number): number {
  if (index >= text.length) return text.length;
  return index <= 0 ? 0 : (segmenter.segment(text).containing(index)?.index ?? 0);
}

/**
 * Cuts a text to at most `maxLength` UTF-16 code units without splitting what a reader sees as one character. A single
 * grapheme that is longer than that is cut between its code points.
 */
export function cutText(text: string, maxLength: number): string {
  const wellFormed = text.toWellFormed();
  const end = graphemeEndBefore(wellFormed, maxLength);
  if (end > 0 || maxLength <= 0 || wellFormed === "") return wellFormed.slice(0, end);
  const lead = wellFormed.charCodeAt(maxLength - 1);
  return wellFormed.slice(0, lead >= 0xd800 && lead <= 0xdbff ? maxLength - 1 : maxLength);
}

/** A text cut to `maxLength` UTF-16 code units for display, with an ellipsis where something is left out. */
export function excerpt(text: string, maxLength: number): string {
  return text.length > maxLength ? `${cutText(text, maxLength)}…` : text;
}
