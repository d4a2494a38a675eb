import { z } from "zod";
import { countOf, flagOf, idOf, numberOf, rowsOf, textOf, urlOf } from "./read-value.ts";

/** Maximum length of a text, in UTF-16 code units: more than any field of BigGo's but a description. */
const maxTextLength = 10_000;
/** The same for a description. It is beyond what the app can edit, so a cut one is never sent back. */
const maxDescriptionLength = 100_000;
/** Maximum length of each text of a list, and how many are kept. */
const maxRowLength = 500;
const maxRows = 1000;

/** A field that may be missing or of any type, as `read` understands it. A failing union of schemas is slow. */
function field<T>(read: (value: unknown) => T) {
  return z.unknown().optional().transform(read);
}

/** A number or a numeric string (PHP sends both) within bounds; anything else becomes 0. */
export const lenientNumber = field((value) => numberOf(value) ?? 0);

/** A number of things: whole and not negative; anything else becomes 0. */
export const lenientCount = field((value) => countOf(value) ?? 0);

/** A text, cut to a maximum length; null, missing and any other type become empty. */
export const lenientText = field((value) => textOf(value, maxTextLength) ?? "");

/** An address; empty when it is missing, too long or of another type. */
export const lenientUrl = field((value) => urlOf(value) ?? "");

/** A flag in any of PHP's spellings (true, 1, "1"); anything else becomes false. */
export const lenientFlag = field(flagOf);

/** An optional object. PHP writes an empty one as `[]`, which becomes null like null and missing. */
export function objectOrNothing<T extends z.ZodType>(schema: T) {
  return z
    .union([z.array(z.unknown()).transform(() => null), z.null(), schema])
    .optional()
    .transform((value) => value ?? null);
}

/** An id, as a string or a number; see {@link idOf} for those that are refused. */
export const idText = field(idOf).pipe(z.string({ error: "not an id" }));

/** A text as {@link lenientText} reads it, or null when it is missing or of another type. */
export const optionalText = field((value) => textOf(value, maxTextLength));

/** A description; null when it is missing or of another type. */
export const optionalDescription = field((value) => textOf(value, maxDescriptionLength));

/** An address; null when it is missing, too long or of another type. */
export const optionalUrl = field(urlOf);

/** An id as {@link idText} reads it; null when it is missing or unusable. */
export const optionalId = field(idOf);

/** A number or a numeric string within bounds; null when it is missing, empty or anything else. */
export const optionalNumber = field(numberOf);

/** A number of things; null when it is missing, negative or anything else. */
export const optionalCount = field(countOf);

/** A flag as {@link lenientFlag} reads it, or null when it is missing. */
export const optionalFlag = field((value) => (value === undefined || value === null ? null : flagOf(value)));

function textsOf(value: unknown): string[] {
  const rows = typeof value === "string" ? [value] : (rowsOf(value) ?? []);
  return rows.flatMap((row) => (typeof row === "string" ? (textOf(row, maxRowLength) ?? []) : [])).slice(0, maxRows);
}

/** A list of texts, each cut, without the rows of other types; empty when it is missing or not a list. */
export const textList = field(textsOf);

/** A list of addresses, without the rows that are none. */
export const urlList = field((value) => (rowsOf(value) ?? []).flatMap((row) => urlOf(row) ?? []).slice(0, maxRows));

/** A list of ids, without the rows that are none. */
export const idList = field((value) => (rowsOf(value) ?? []).flatMap((row) => idOf(row) ?? []).slice(0, maxRows));
