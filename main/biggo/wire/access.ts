import { z } from "zod";
import { type Access, accessSchema } from "../../../shared/model/video.ts";

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

/** Parses BigGo's number or word for an access. An unknown one becomes "private", the safest to show. */
export const wireAccess = z
  .union([accessSchema, z.coerce.number().transform((value): Access => accessOfNumber.get(value) ?? "private")])
  .catch("private");
