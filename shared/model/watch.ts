import { z } from "zod";
import { sidecarProblemSchema } from "./sidecar.ts";
import { addChoicesSchema } from "./template.ts";
import { refusalCode } from "./upload.ts";

/** Why a file of a watched folder was not added: it cannot be sent, or its sidecar is invalid. */
const watchProblemSchema = z.object({
  fileName: z.string(),
  code: refusalCode.nullable(),
  /** What is wrong with the sidecar; null when `code` gives the reason. */
  sidecar: z.object({ fileName: z.string(), problem: sidecarProblemSchema }).nullable(),
});
export type WatchProblem = z.infer<typeof watchProblemSchema>;

/** A folder whose new videos are added automatically. The page shows where it is, and names it by its id. */
export const watchedFolderSchema = z.object({
  id: z.string().max(64),
  name: z.string(),
  /** Its path for display: one line, with `~` for the user's own folder. */
  location: z.string(),
  choices: addChoicesSchema,
  /** False while it is missing: on an unplugged drive, say. */
  present: z.boolean(),
  /** Files that may still be written to. */
  pending: z.number(),
  /** Videos added as private since the start, because it is unknown whether they are complete. */
  addedPrivate: z.number(),
  problems: z.array(watchProblemSchema),
});
export type WatchedFolder = z.infer<typeof watchedFolderSchema>;
