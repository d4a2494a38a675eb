import type { FileHandle } from "node:fs/promises";
import { CustomSource, Input, MATROSKA, MP4, MPEG_TS, OGG, QTFF, WEBM } from "mediabunny";
import type { PacketFacts } from "./media-reading.ts";

/** Never `ALL_FORMATS`: a playlist names other files, and reading it would open them. */
const formats = [MP4, QTFF, MATROSKA, WEBM, OGG, MPEG_TS];

/** Packets that are read as a trial: what harms a parser does so within the first ones. */
const trialPackets = 120;

/**
 * Reads a file's packets as the page will: through one open handle and nothing else. Null when there are none. A
 * malformed index can make this exhaust time and memory, so call it only where that can be ended.
 */
export async function readPackets(handle: FileHandle, sizeBytes: number): Promise<PacketFacts | null> {
  const source = new CustomSource({
    getSize: () => sizeBytes,
    async read(start, end) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    },
  });
  const input = new Input({ formats, source });
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
