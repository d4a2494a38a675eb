import { type FileHandle, open } from "node:fs/promises";
import { type MediaInfo, mediaInfoFactory } from "mediainfo.js";

/** A container's metadata: length in ms, displayed size in pixels, MIME type without codecs. */
export interface VideoFacts {
  readonly lengthMs: number;
  readonly width: number;
  readonly height: number;
  readonly mime: string;
}

/** MIME types by MediaInfo's name of the container; `video/mp4` for any other. */
const mimeTypes: Readonly<Record<string, string>> = {
  AVI: "video/x-msvideo",
  BDAV: "video/mp2t",
  Matroska: "video/x-matroska",
  "MPEG-TS": "video/mp2t",
  Ogg: "video/ogg",
  WebM: "video/webm",
};

let mediaInfo: Promise<MediaInfo<"object">> | null = null;
/** One file at a time: an instance of MediaInfo holds the state of one analysis. */
let lastAnalysis: Promise<unknown> = Promise.resolve();

async function analyze(handle: FileHandle) {
  mediaInfo ??= mediaInfoFactory({ format: "object" });
  const { size } = await handle.stat();
  return (await mediaInfo).analyzeData(size, async (length, position) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  });
}

const positive = (value: unknown) => (Number(value) > 0 ? Number(value) : 0);

/**
 * Reads a file's container metadata without reading the whole file. Null when it has no readable video track, which
 * BigGo answers with a transcode error.
 */
export async function inspectVideo(path: string): Promise<VideoFacts | null> {
  const handle = await open(path, "r");
  try {
    const analysis = lastAnalysis.catch(() => {}).then(() => analyze(handle));
    lastAnalysis = analysis;
    const result = await analysis;
    const tracks = result.media?.track ?? [];
    const general = tracks.find((track) => track["@type"] === "General");
    const video = tracks.find((track) => track["@type"] === "Video");
    if (general === undefined || video === undefined) return null;
    const [width, height] = [positive(video.Width), positive(video.Height)];
    const isSideways = Math.abs(Math.round(Number(video.Rotation ?? 0) / 90)) % 2 === 1;
    return {
      lengthMs: Math.round(positive(general.Duration) * 1000),
      width: isSideways ? height : width,
      height: isSideways ? width : height,
      mime: mimeTypes[String(general.Format)] ?? "video/mp4",
    };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
