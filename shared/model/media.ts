import { z } from "zod";

/** What is wrong with a file's content; it is accepted all the same, because BigGo may see it differently. */
export const mediaWarningSchema = z.enum([
  /** The container's index is missing: the recording was never finished, or the file is incomplete. */
  "no-index",
  /** The file ends before the container does. */
  "cut-short",
  /** The header is sound, but the index of packets could not be read within bounds. */
  "damaged-index",
  /** The container has no picture track. */
  "no-picture",
  /** The content is of another kind than a video, such as a picture or an archive. */
  "other-kind",
  /** The content was not recognised, or could not be read within bounds. */
  "unreadable",
]);
export type MediaWarning = z.infer<typeof mediaWarningSchema>;

/** Facts read from a file's container. Null where the container does not say. */
export const mediaFactsSchema = z.object({
  /** The format's common name, such as `MPEG-4` or `ZIP`. */
  container: z.string().nullable(),
  /** Codecs by the names people use, such as `ProRes 422 HQ`. */
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  /** Display size, px: after rotation and with square pixels. */
  width: z.number().nullable(),
  height: z.number().nullable(),
  /** The average. */
  framesPerSecond: z.number().nullable(),
  warning: mediaWarningSchema.nullable(),
  /** Whether the page may read the container as well: doing so stayed within bounds in a process of its own. */
  analyzable: z.boolean(),
});
export type MediaFacts = z.infer<typeof mediaFactsSchema>;

/** What was read of a file; `lengthSeconds` is null unless it is certain enough to recognise the file's video by. */
export const mediaReadingSchema = z.object({
  lengthSeconds: z.number().positive().nullable(),
  /** Width / height as displayed. */
  aspectRatio: z.number().positive().nullable(),
  media: mediaFactsSchema,
});
export type MediaReading = z.infer<typeof mediaReadingSchema>;

/** The reading of a file about which nothing could be found out. */
export const unreadableMedia: MediaReading = {
  lengthSeconds: null,
  aspectRatio: null,
  media: {
    container: null,
    videoCodec: null,
    audioCodec: null,
    width: null,
    height: null,
    framesPerSecond: null,
    warning: "unreadable",
    analyzable: false,
  },
};
