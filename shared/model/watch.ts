import { z } from "zod";
import { sidecarProblemSchema } from "./sidecar.ts";
import { addChoicesSchema } from "./template.ts";
import { refusalCode } from "./upload.ts";

/** Why a file of a watched folder was not added: it cannot be sent, or the file beside it cannot be understood. */
const watchProblemSchema = z.object({
  fileName: z.string(),
  code: refusalCode.nullable(),
  /** What is wrong with the file beside it; null where `code` says it. */
  sidecar: z.object({ fileName: z.string(), problem: sidecarProblemSchema }).nullable(),
});
export type WatchProblem = z.infer<typeof watchProblemSchema>;

/** A folder whose new videos are added by themselves. The page learns its name, never its path. */
export const watchedFolderSchema = z.object({
  id: z.string().max(64),
  name: z.string(),
  choices: addChoicesSchema,
  /** False while it is not there: a drive that is unplugged, say. */
  present: z.boolean(),
  /** Files that may still be written to. */
  pending: z.number(),
  problems: z.array(watchProblemSchema),
});
export type WatchedFolder = z.infer<typeof watchedFolderSchema>;
