import { FilePathSource, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from "mediabunny";

/** A container's metadata: length in ms, displayed size in pixels, MIME type without codecs. */
export interface VideoFacts {
  readonly lengthMs: number;
  readonly width: number;
  readonly height: number;
  readonly mime: string;
}

/**
 * Reads a file's container metadata without reading the whole file. Null when it has no readable video track, which
 * BigGo answers with a transcode error.
 */
export async function inspectVideo(path: string): Promise<VideoFacts | null> {
  const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];
  try {
    using input = new Input({ source: new FilePathSource(path), formats });
    const track = await input.getPrimaryVideoTrack();
    if (!track) return null;
    const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
    const mime = (await input.getMimeType()).split(";")[0] ?? "video/mp4";
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    return { lengthMs: Math.round(seconds * 1000), width, height, mime };
  } catch {
    return null;
  }
}
