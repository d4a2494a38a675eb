import { extensionOf } from "../../shared/file-name.ts";

/** Containers that BigGo's website offers in its file dialog, by extension. BigGo publishes no list of its own. */
export const videoMediaTypes: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".m4v": "video/x-m4v",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".avi": "video/x-msvideo",
  ".wmv": "video/x-ms-wmv",
  ".flv": "video/x-flv",
  ".mpg": "video/mpeg",
  ".mpeg": "video/mpeg",
  ".ts": "video/mp2t",
  ".mts": "video/mp2t",
  ".m2ts": "video/mp2t",
  ".3gp": "video/3gpp",
  ".ogv": "video/ogg",
};

/** The media type of a video file by the extension of its name; `application/octet-stream` for any other name. */
export function mediaTypeByExtension(fileName: string): string {
  return videoMediaTypes[extensionOf(fileName)] ?? "application/octet-stream";
}
