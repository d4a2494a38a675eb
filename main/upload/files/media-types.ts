import { extname } from "node:path";
import { videoMediaTypes } from "../../biggo/media-type.ts";

/** Extensions of video files, without the dot, for the file dialog. */
export const videoExtensions: readonly string[] = Object.keys(videoMediaTypes).map((extension) => extension.slice(1));

/** The media type of a video file by its extension; null when it is not a video's. */
export function mediaTypeOf(fileName: string): string | null {
  return videoMediaTypes[extname(fileName).toLowerCase()] ?? null;
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
