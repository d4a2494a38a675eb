import { z } from "zod";

/** A number or a numeric string (PHP sends both); anything else becomes 0. */
export const lenientNumber = z.coerce.number().catch(0);

/** A string; null, missing and any other type become empty. */
export const lenientText = z.string().catch("");

/** A flag in any of PHP's spellings (true, 1, "1"); anything else becomes false. */
export const lenientFlag = z
  .unknown()
  .optional()
  // A check instead of a union: most flags of a product are missing in a listing, and a failing union is slow.
  .transform((value) => value === true || value === 1 || value === "1");

/** An optional object. PHP writes an empty one as `[]`, which becomes null like null and missing. */
export function objectOrNothing<T extends z.ZodType>(schema: T) {
  return z
    .union([z.array(z.unknown()).transform(() => null), z.null(), schema])
    .optional()
    .transform((value) => value ?? null);
}

/** An id, as a string or a number. */
export const idText = z.union([z.string().min(1), z.number().transform(String)]);

/** A string, or null when it is missing or of another type. */
export const optionalText = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** A string or a number, as a string; null when it is missing or of another type. */
export const optionalId = idText
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** A number or a numeric string; null when it is missing, empty or anything else. */
export const optionalNumber = z
  .union([z.number(), z.string().trim().min(1).pipe(z.coerce.number())])
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** A flag as {@link lenientFlag} reads it, or null when it is missing. */
export const optionalFlag = z.union([z.undefined(), z.null(), lenientFlag]).transform((value) => value ?? null);

/** A list of strings, without the rows of other types; empty when it is missing or not a list. */
export const textList = z
  .array(z.unknown())
  .nullish()
  .catch(null)
  .transform((rows) => (rows ?? []).filter((row) => typeof row === "string"));
