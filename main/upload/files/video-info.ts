import { ALL_FORMATS, FilePathSource, Input } from "mediabunny";

export interface VideoInfo {
  /** Seconds. */
  lengthSeconds: number | null;
  /** Width / height as displayed. */
  aspectRatio: number | null;
}

const unknown: VideoInfo = { lengthSeconds: null, aspectRatio: null };

/** Reading a container's index takes milliseconds; a damaged one must not delay the others. */
const timeoutMs = 5000;

async function read(input: Input): Promise<VideoInfo> {
  const track = await input.getPrimaryVideoTrack();
  const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  const height = (await track?.getDisplayHeight()) ?? 0;
  const width = (await track?.getDisplayWidth()) ?? 0;
  return {
    lengthSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
    aspectRatio: width > 0 && height > 0 ? width / height : null,
  };
}

/** Reads length and aspect ratio from a video's container. Both are null when it cannot be parsed; never rejects. */
export async function readVideoInfo(path: string): Promise<VideoInfo> {
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) });
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<VideoInfo>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, unknown);
  });
  try {
    return await Promise.race([read(input), timeout]);
  } catch {
    return unknown;
  } finally {
    clearTimeout(timer);
    input.dispose();
  }
}
