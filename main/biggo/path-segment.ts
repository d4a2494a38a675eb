import { BigGoError } from "./biggo-error.ts";

/**
 * An id as one segment of a path, percent-encoded. Throws BigGoError `refused` for a text that would address something
 * else than one video or user: nothing, or a path of its own (".", ".."), which no encoding prevents.
 */
export function pathSegment(id: string): string {
  if (id.trim() === "" || id === "." || id === "..") throw new BigGoError("refused", "Not an id");
  return encodeURIComponent(id.toWellFormed());
}

/** A text of the user's as one segment of a path: a blank, which a search ignores, keeps "." and ".." from being paths. */
export function textSegment(text: string): string {
  return encodeURIComponent(/^\.{1,2}$/.test(text) ? `${text} ` : text.toWellFormed());
}
