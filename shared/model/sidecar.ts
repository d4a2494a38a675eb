import { z } from "zod";

/** What can be wrong with the file beside a video. */
const sidecarProblemCodes = [
  "not-json",
  "not-fields",
  "unknown-field",
  "wrong-value",
  "too-long",
  "too-many",
  "product-twice",
  "too-big",
  "not-utf8",
  "unreadable",
] as const;

/** Why nothing of a file beside a video is used: the person's language has the words. */
export const sidecarProblemSchema = z.object({
  code: z.enum(sidecarProblemCodes),
  /** The field it is about, as the file calls it; empty where it is about the file as a whole. */
  field: z.string(),
  /** What may be there at the max: characters, entries, or KB by the code; null where there is no such limit. */
  max: z.number().nullable(),
});
export type SidecarProblem = z.infer<typeof sidecarProblemSchema>;
