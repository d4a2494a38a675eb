import { z } from "zod";

/** What can be wrong with a sidecar. */
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

/** Why a sidecar is not used; the page has a text for each code. */
export const sidecarProblemSchema = z.object({
  code: z.enum(sidecarProblemCodes),
  /** The field, as the file names it; empty when the problem concerns the whole file. */
  field: z.string(),
  /** The limit: characters, entries, or KB, depending on the code; null when there is none. */
  max: z.number().nullable(),
});
export type SidecarProblem = z.infer<typeof sidecarProblemSchema>;
