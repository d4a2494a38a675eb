import { z } from "zod";
import { videoIdSchema } from "./video.ts";

/**
 * What the pictures of a video on BigGo say about whether it shows a local film: every one shows a frame of it, or none
 * does; `unknown` where they cannot be compared, or say neither.
 */
export const pictureVerdictSchema = z.enum(["same", "different", "unknown"]);
export type PictureVerdict = z.infer<typeof pictureVerdictSchema>;

/** Main asks the page, which can decode films, to compare an upload's film with a video's cover and thumbnails. */
export const pictureRequestSchema = z.object({
  requestId: z.string(),
  uploadId: z.string(),
  videoId: videoIdSchema,
  hasCover: z.boolean(),
  thumbnails: z.number(),
});
export type PictureRequest = z.infer<typeof pictureRequestSchema>;
