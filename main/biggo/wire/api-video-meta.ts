import { z } from "zod";
import { lenientNumber, lenientUrl, objectOrNothing, optionalText, urlList } from "./lenient.ts";

/** Files of a video that can be downloaded (`download`). */
export interface ApiVideoDownload {
  /** `mp4`: address of the video as MP4. */
  mp4: string;
}

/** A video's content, as BigGo has analysed it (`meta`). */
export interface ApiVideoMeta {
  /** `length`: duration in seconds; null while BigGo does not know it. */
  lengthSeconds: number | null;
  /** `iso8601_length`: the same as an ISO 8601 duration ("PT12S"). */
  iso8601Length: string | null;
  /** `aspect_ratio` (optional): width / height. BigGo sends "9:16", "0.5625" or 0.5625; null for anything else. */
  aspectRatio: number | null;
  /** `cover_image`: address of the cover; null when there is none. */
  coverImage: string | null;
  /** `thumbnails`: addresses of frames along the video. */
  thumbnails: string[];
  /** `download`: null when BigGo offers no file (PHP sends `[]`). */
  download: ApiVideoDownload | null;
}

/** A picture that is longer than this cannot be laid out. */
const maxAspectRatio = 100;

function parseAspectRatio(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const [width, height] = String(value).split(/[:/x]/).map(Number);
  const ratio = height === undefined ? width : (width ?? 0) / height;
  return ratio !== undefined && ratio >= 1 / maxAspectRatio && ratio <= maxAspectRatio ? ratio : null;
}

/** BigGo's lengths are in seconds; a larger one (30 days) is an error, or in another unit. */
const maxLengthSeconds = 2_592_000;

const aspectRatioSchema = z.union([z.string(), z.number()]).nullish().catch(null).transform(parseAspectRatio);

const urlUnlessEmpty = lenientUrl.transform((text) => (text === "" ? null : text));

const downloadSchema = objectOrNothing(z.object({ mp4: urlUnlessEmpty }))
  .catch(null)
  .transform((wire): ApiVideoDownload | null => (wire?.mp4 ? { mp4: wire.mp4 } : null));

/** Parses BigGo's `meta`; null when it is missing, an empty PHP object (`[]`) or not an object. */
export const apiVideoMetaSchema = objectOrNothing(
  z
    .object({
      length: lenientNumber,
      iso8601_length: optionalText,
      aspect_ratio: aspectRatioSchema,
      cover_image: urlUnlessEmpty,
      thumbnails: urlList,
      download: downloadSchema,
    })
    .transform(
      (wire): ApiVideoMeta => ({
        lengthSeconds: wire.length > 0 && wire.length <= maxLengthSeconds ? wire.length : null,
        iso8601Length: wire.iso8601_length,
        aspectRatio: wire.aspect_ratio,
        coverImage: wire.cover_image,
        thumbnails: wire.thumbnails,
        download: wire.download,
      }),
    ),
).catch(null);
