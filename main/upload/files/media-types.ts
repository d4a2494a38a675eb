import { extensionOf } from "../../../shared/file-name.ts";
import { videoMediaTypes } from "../../biggo/media-type.ts";

/**
 * Kinds of video files that BigGo does not list and may take all the same. They are offered when the user picks them,
 * and not added from watched folders.
 */
const uncertainMediaTypes: Readonly<Record<string, string>> = {
  ".3g2": "video/3gpp2",
  ".asf": "video/x-ms-asf",
  ".divx": "video/x-msvideo",
  ".dv": "video/dv",
  ".f4v": "video/mp4",
  ".insv": "video/mp4",
  ".lrv": "video/mp4",
  ".m1v": "video/mpeg",
  ".m2v": "video/mpeg",
  ".mod": "video/mpeg",
  ".mpe": "video/mpeg",
  ".mxf": "application/mxf",
  ".ogm": "video/ogg",
  ".qt": "video/quicktime",
  ".rmvb": "application/vnd.rn-realmedia-vbr",
  ".tod": "video/mpeg",
  ".vob": "video/mpeg",
  ".wtv": "video/x-ms-wtv",
};

/** Extensions of video files, without the dot, for the file dialog. */
export const videoExtensions: readonly string[] = [videoMediaTypes, uncertainMediaTypes].flatMap((types) =>
  Object.keys(types).map((extension) => extension.slice(1)),
);

/** Whether BigGo may not take a file of this name, although it is a video's. */
export function isUncertainKind(fileName: string): boolean {
  return extensionOf(fileName) in uncertainMediaTypes;
}

/** The media type of a video file by its extension; null when it is not a video's. */
export function mediaTypeOf(fileName: string): string | null {
  const extension = extensionOf(fileName);
  return videoMediaTypes[extension] ?? uncertainMediaTypes[extension] ?? null;
}

/** Control characters that occur in text files: tab, line feed, form feed, carriage return, escape. */
const textControls = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/**
 * Whether the first bytes of a file are plain text. No video is, because every container has control bytes or invalid
 * UTF-8 near its start. An unknown container is not rejected, because BigGo may support it.
 */
export function looksLikeText(start: Buffer): boolean {
  if (start.length === 0 || start.some((byte) => byte < 0x20 && !textControls.has(byte))) return false;
  // Streaming mode tolerates a last character that was cut off.
  return new TextDecoder("utf-8").decode(start, { stream: true }).includes("\uFFFD") === false;
}
