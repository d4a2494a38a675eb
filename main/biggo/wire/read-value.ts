import { cutText } from "../../../shared/graphemes.ts";

/** Numbers outside ±{@link maxNumber} are no price, count or length of BigGo's. */
const maxNumber = 1e15;
/** Maximum length of an id in UTF-16 code units; requests and the database take it as it is. */
const maxIdLength = 400;
/** Maximum length of an address in UTF-16 code units: signed ones are long, and a cut one is of no use. */
const maxUrlLength = 8192;

const decimal = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d{1,3})?\s*$/i;

/** A finite number or a decimal string (PHP sends both) within ±10^15; null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && decimal.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !(Math.abs(number) <= maxNumber)) return null;
  // Without -0, which is not equal to a stored 0.
  return number + 0;
}

/** A whole number that is not negative; null for anything else. */
export function countOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null || number < 0 ? null : Math.floor(number);
}

/** A text, or a number that PHP made of one, cut to `maxLength` UTF-16 code units; null for anything else. */
export function textOf(value: unknown, maxLength: number): string | null {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" ? cutText(text, maxLength) : null;
}

/** An address; null when it is too long, or no text. Its form is not checked. */
export function urlOf(value: unknown): string | null {
  return typeof value === "string" && value.length <= maxUrlLength ? value.toWellFormed() : null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches control characters on purpose
const unusableId = /[\u0000-\u001f\u007f]|^\.{1,2}$|^\s*$/;

/**
 * An id as BigGo wrote it, a string or a whole number; null for anything that could not be sent back unchanged: a number
 * that was rounded, an empty text, half a character, or a text that is a path of its own (".", "..").
 */
export function idOf(value: unknown): string | null {
  const text = typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== "string" || text.length > maxIdLength) return null;
  return unusableId.test(text) || !text.isWellFormed() ? null : text;
}

/** A flag in any of PHP's spellings (true, 1, "1"). */
export function flagOf(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}

/** The rows of a list. PHP writes one whose keys have a gap as an object: its values. Null: not a list. */
export function rowsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? Object.values(value) : null;
}

/** 2000-01-01 and 2100-01-01 in seconds since the epoch: BigGo has no videos before or after. */
const minEpochSeconds = 946_684_800;
const maxEpochSeconds = 4_102_444_800;
/** Seconds, ms, µs and ns: their ranges of plausible dates do not overlap. */
const unitsPerSecond = [1, 1e3, 1e6, 1e9] as const;

/** A date in seconds since the epoch, from a number of s, ms, µs or ns; null when it is not between 2000 and 2100. */
export function epochSecondsOf(value: unknown): number | null {
  const number = typeof value === "string" && decimal.test(value) ? Number(value) : value;
  if (typeof number !== "number") return null;
  const candidates = unitsPerSecond.map((units) => number / units);
  return candidates.find((seconds) => seconds >= minEpochSeconds && seconds < maxEpochSeconds) ?? null;
}

const isoDate = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)? ?(Z|[-+]\d\d:\d\d)?$/;

/** A written date ("2023-03-01T00:00:00.0000") in seconds since the epoch, in UTC unless it names its zone. */
export function writtenSecondsOf(value: unknown): number | null {
  const match = typeof value === "string" ? isoDate.exec(value.trim()) : null;
  if (match === null) return null;
  const [, day, time = "00:00", zone = "Z"] = match;
  return epochSecondsOf(Date.parse(`${day}T${time}${zone}`));
}
