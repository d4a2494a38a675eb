import { toOneLine } from "./one-line.ts";

/** Pairs of quotation marks and brackets that web pages, mails and JSON put around a key or an address. */
const pairs = ['""', "''", "``", "“”", "„“", "‘’", "«»", "「」", "『』", "＂＂", "<>"];

function unquoted(text: string): string {
  const isQuoted = text.length > 2 && pairs.includes(`${text[0]}${text.at(-1)}`);
  return isQuoted ? unquoted(text.slice(1, -1).trim()) : text;
}

/**
 * A key, id or address that was pasted, without what was copied along: blanks around it, also those without a width,
 * joiners, line breaks, and quotation marks.
 */
export function cleanPasted(text: string): string {
  return unquoted(toOneLine(text.replaceAll(/[\u034F\u200C\u200D]/g, "")));
}

/** Like {@link cleanPasted}, for a key that contains no blank: one that was wrapped over several lines is joined. */
export function cleanKey(text: string): string {
  return cleanPasted(text).replaceAll(/\s+/g, "");
}
