import { type MediaInfo, mediaInfoFactory } from "mediainfo.js";
import type { MediaReading } from "../../shared/model/media.ts";
import { type MediaInfoTrack, type PacketFacts, toMediaReading } from "./media-reading.ts";
import { readPackets, sourceOf } from "./read-packets.ts";
import { otherKindOf, signatureBytes } from "./signatures.ts";
import { type SingleFile, withSingleFile } from "./single-file.ts";

/** Compiled once per process. */
let mediaInfo: Promise<MediaInfo<"object">> | null = null;

async function readTracks({ sizeBytes, read }: SingleFile): Promise<readonly MediaInfoTrack[]> {
  mediaInfo ??= mediaInfoFactory({ format: "object" });
  const result = await (await mediaInfo).analyzeData(sizeBytes, (length, position) => read(position, length));
  return (result.media?.track ?? []) as readonly MediaInfoTrack[];
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
export function readMedia(path: string, onHeader: (reading: MediaReading) => void): Promise<MediaReading> {
  return withSingleFile(path, async (file) => {
    const tracks = await readTracks(file);
    const fromHeader = toMediaReading(tracks, null);
    if (fromHeader.media.warning === "unreadable") return withOtherKind(fromHeader, await file.read(0, signatureBytes));
    onHeader(fromHeader);
    const hasPackets = fromHeader.media.videoCodec !== null && packetContainers.has(fromHeader.media.container ?? "");
    const packets: PacketFacts | null = hasPackets ? await readPackets(sourceOf(file)) : null;
    return toMediaReading(tracks, packets);
  });
}
