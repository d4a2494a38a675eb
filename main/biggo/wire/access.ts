import { z } from "zod";
import { type Access, accessSchema } from "../../../shared/model/video.ts";
import { numberOf } from "./read-value.ts";

/** Who may see a video, as BigGo's number (source: the published clients). */
export const numberOfAccess = {
  /** Everyone can find and watch it. */
  public: 0,
  /** Only its owner can watch it. */
  private: 1,
  /** Everyone who has its address can watch it. */
  unlisted: 2,
} as const satisfies Record<Access, number>;

const accessOfNumber = new Map<number, Access>(accessSchema.options.map((access) => [numberOfAccess[access], access]));

function accessOf(value: unknown): Access {
  const number = numberOf(value);
  const word = accessSchema.safeParse(value);
  return word.success ? word.data : ((number === null ? undefined : accessOfNumber.get(number)) ?? "private");
}

/**
 * Parses BigGo's number or word for an access. Null and anything unknown become "private", the safest to show;
 * undefined when the field is missing.
 */
export const wireAccess = z
  .unknown()
  .optional()
  .transform((value) => (value === undefined ? undefined : accessOf(value)));
