import type { MediaFacts, MediaReading, MediaWarning } from "../../shared/model/media.ts";
import { audioCodecName, type CodecFields, videoCodecName } from "./codec-names.ts";

/** A track of MediaInfo's result, as far as it is used here. Numbers may arrive as text. */
export interface MediaInfoTrack extends CodecFields {
  readonly "@type": string;
  readonly Duration?: number | string;
  readonly Width?: number | string;
  readonly Height?: number | string;
  readonly PixelAspectRatio?: number | string;
  readonly Rotation?: number | string;
  readonly FrameRate?: number | string;
  readonly OverallBitRate?: number | string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What reading the packets added: it can be trusted where the container's header cannot. */
export interface PacketFacts {
  /** Whether there is a picture track whose packets can be read; its codec may still be unknown. */
  readonly hasPicture: boolean;
  /** End minus first timestamp, with edit lists applied. */
  readonly lengthSeconds: number | null;
  /** The average of the first packets. */
  readonly framesPerSecond: number | null;
}

/** Containers without a length in their header: MediaInfo estimates it from the clock. */
const clockedContainers = new Set(["MPEG-TS", "BDAV"]);
/** No video has fewer bits per second: its header's length is a placeholder. */
const minBitsPerSecond = 2000;

const numberOf = (value: number | string | undefined): number | null => {
  const number = Number(value);
  return value !== undefined && Number.isFinite(number) && number > 0 ? number : null;
};

function lengthOf(general: MediaInfoTrack | undefined, packets: PacketFacts | null): number | null {
  const fromHeader = numberOf(general?.Duration);
  const fromPackets = packets?.lengthSeconds ?? null;
  if (clockedContainers.has(general?.Format ?? "")) return fromPackets ?? fromHeader;
  const bitRate = numberOf(general?.OverallBitRate);
  const isPlaceholder = fromHeader !== null && bitRate !== null && bitRate < minBitsPerSecond;
  return isPlaceholder ? fromPackets : fromHeader;
}

/** Display size in pixels: with square pixels, and upright. */
function sizeOf(video: MediaInfoTrack | undefined): { width: number | null; height: number | null } {
  const height = numberOf(video?.Height);
  const stored = numberOf(video?.Width);
  const width = stored === null ? null : Math.round(stored * (numberOf(video?.PixelAspectRatio) ?? 1));
  const isSideways = Math.abs(Math.round(Number(video?.Rotation ?? 0) / 90)) % 2 === 1;
  return isSideways ? { width: height, height: width } : { width, height };
}

function warningOf(general: MediaInfoTrack | undefined, tracks: readonly MediaInfoTrack[]): MediaWarning | null {
  const has = (type: string) => tracks.some((track) => track["@type"] === type);
  const isTruncated = general?.extra?.IsTruncated === "Yes";
  if (has("Video")) return isTruncated ? "cut-short" : null;
  if (general?.Format === undefined) return "unreadable";
  if (has("Audio")) return "no-picture";
  if (general.Format === "MPEG-4") return "no-index";
  return has("Image") || !has("Other") ? "other-kind" : "no-picture";
}

/**
 * Converts MediaInfo's tracks to a reading. `packets` is null when the packets were not or could not be read, in which
 * case the page must not read the file either.
 */
export function toMediaReading(tracks: readonly MediaInfoTrack[], packets: PacketFacts | null): MediaReading {
  const first = (type: string) => tracks.find((track) => track["@type"] === type);
  const [general, video, audio] = [first("General"), first("Video"), first("Audio")];
  const { width, height } = sizeOf(video);
  const media: MediaFacts = {
    container: general?.Format ?? null,
    videoCodec: video === undefined ? null : videoCodecName(video),
    audioCodec: audio === undefined ? null : audioCodecName(audio),
    width,
    height,
    framesPerSecond: numberOf(video?.FrameRate) ?? packets?.framesPerSecond ?? null,
    warning: warningOf(general, tracks),
    analyzable: packets?.hasPicture === true,
  };
  return {
    lengthSeconds: lengthOf(general, packets),
    aspectRatio: width !== null && height !== null ? width / height : null,
    media,
  };
}
