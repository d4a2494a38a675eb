import { CustomSource, Input, MATROSKA, MP4, MPEG_TS, OGG, QTFF, type Source, WEBM } from "mediabunny";
import type { PacketFacts } from "./media-reading.ts";
import type { SingleFile } from "./single-file.ts";

/** Never `ALL_FORMATS`: a playlist names other files, and reading it would open them. */
export const containerFormats = [MP4, QTFF, MATROSKA, WEBM, OGG, MPEG_TS];

/** Packets that are read as a trial: what harms a parser does so within the first ones. */
const trialPackets = 120;

/** One file as mediabunny reads it: its other sources can open what a container names. */
export function sourceOf({ sizeBytes, read }: SingleFile): Source {
  return new CustomSource({ getSize: () => sizeBytes, read: (start, end) => read(start, end - start) });
}

/**
 * Reads a file's packets as the page will. Null when there are none. A malformed index can make this exhaust time and
 * memory, so call it only where that can be ended.
 */
export async function readPackets(source: Source): Promise<PacketFacts | null> {
  const input = new Input({ formats: containerFormats, source });
  try {
    const track = await input.getPrimaryVideoTrack();
    const rate = (await track?.computePacketStats(trialPackets))?.averagePacketRate ?? 0;
    const seconds = (await input.computeDuration()) - Math.max(0, await input.getFirstTimestamp());
    return {
      hasPicture: track !== null,
      lengthSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null,
      framesPerSecond: Number.isFinite(rate) && rate > 0 ? rate : null,
    };
  } catch {
    return null;
  } finally {
    input.dispose();
  }
}
