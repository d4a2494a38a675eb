import { graphemeEndBefore } from "../../shared/graphemes.ts";

interface TypedText {
  /** The text before the change. */
  before: string;
  /** The text after it, with the caret behind what was inserted. */
  typed: string;
  caret: number;
  /** UTF-16 code units. A text that is longer already may only become shorter. */
  maxLength: number;
}

function commonPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  const last = a.charCodeAt(length - 1);
  return last >= 0xd800 && last <= 0xdbff && length < a.length ? length - 1 : length;
}

/**
 * Cuts what was inserted into a text so that the whole fits: only full graphemes are taken, and nothing that stood in the
 * text before is lost.
 */
export function fitTypedText({ before, typed, caret, maxLength }: TypedText): { text: string; caret: number } {
  const limit = Math.max(maxLength, before.length);
  if (typed.length <= limit) return { text: typed, caret };
  const head = typed.slice(0, caret);
  const room = Math.max(0, limit - (typed.length - caret));
  // A mark that was inserted joins the letter before it; without the mark, the letter stays.
  const kept = Math.min(commonPrefixLength(before, head), room);
  const end = Math.max(graphemeEndBefore(head, room), kept);
  return { text: head.slice(0, end) + typed.slice(caret), caret: end };
}
