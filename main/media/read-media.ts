import type { FileHandle } from "node:fs/promises";
import { type MediaInfo, mediaInfoFactory } from "mediainfo.js";
import type { MediaReading } from "../../shared/model/media.ts";
import { openRegular } from "../foundation/regular-file.ts";
import { type MediaInfoTrack, type PacketFacts, toMediaReading } from "./media-reading.ts";
import { readPackets } from "./read-packets.ts";
import { otherKindOf, signatureBytes } from "./signatures.ts";

/** Compiled once per process. */
let mediaInfo: Promise<MediaInfo<"object">> | null = null;

async function readTracks(handle: FileHandle, sizeBytes: number): Promise<readonly MediaInfoTrack[]> {
  mediaInfo ??= mediaInfoFactory({ format: "object" });
  const result = await (await mediaInfo).analyzeData(sizeBytes, async (length, position) => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  });
  return (result.media?.track ?? []) as readonly MediaInfoTrack[];
}

async function readStart(handle: FileHandle): Promise<Uint8Array> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** MediaInfo does not recognise archives and documents. */
function withOtherKind(reading: MediaReading, start: Uint8Array): MediaReading {
  const container = otherKindOf(start);
  return container === null ? reading : { ...reading, media: { ...reading.media, container, warning: "other-kind" } };
}

/** Containers whose packets the page can read, and where doing so is worth a trial. */
const packetContainers = new Set(["MPEG-4", "QuickTime", "Matroska", "WebM", "Ogg", "MPEG-TS", "BDAV"]);

/**
 * Reads a file's facts. `onHeader` receives what the header says before the packets are read, which a malformed file
 * may not survive. Rejects when the file cannot be opened.
 */
export async function readMedia(path: string, onHeader: (reading: MediaReading) => void): Promise<MediaReading> {
  const handle = await openRegular(path);
  try {
    const { size } = await handle.stat();
    const tracks = await readTracks(handle, size);
    const fromHeader = toMediaReading(tracks, null);
    if (fromHeader.media.warning === "unreadable") return withOtherKind(fromHeader, await readStart(handle));
    onHeader(fromHeader);
    const hasPackets = fromHeader.media.videoCodec !== null && packetContainers.has(fromHeader.media.container ?? "");
    const packets: PacketFacts | null = hasPackets ? await readPackets(handle, size) : null;
    return toMediaReading(tracks, packets);
  } finally {
    await handle.close();
  }
}
