import { z } from "zod";

/** A number, or a string holding one (PHP is not strict about it); anything else counts as 0. */
export const lenientNumber = z.coerce.number().catch(0);

/** A string; null, missing and anything else count as empty. */
export const lenientText = z.string().catch("");

/** A flag in any of PHP's spellings. */
export const lenientFlag = z
  .union([z.boolean(), z.literal(1), z.literal("1")])
  .transform(Boolean)
  .catch(false);

/** An optional object; PHP writes an empty one as `[]`, which like null and missing reads as null. */
export function objectOrNothing<T extends z.ZodType>(schema: T) {
  return z
    .union([z.array(z.unknown()).transform(() => null), z.null(), schema])
    .optional()
    .transform((value) => value ?? null);
}

/** An id that may come as a string or a number. */
export const idText = z.union([z.string().min(1), z.number().transform(String)]);

/** A text of at most so many UTF-16 code units: what a stranger sends in place of a name is cut. */
export const shortText = (longest: number) => lenientText.transform((value) => value.slice(0, longest));
