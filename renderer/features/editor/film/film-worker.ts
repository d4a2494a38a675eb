import { registerProresDecoder } from "@mediabunny/prores";
import {
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  UrlSource,
  VideoSampleSink,
  WEBM,
} from "mediabunny";
import { checkIndex } from "./check-index.ts";
import { type CandidateFrame, chooseCovers } from "./choose-covers.ts";
import type { FilmFacts, FilmFrame, FilmMessage, FilmRequest } from "./film-messages.ts";
import { displaySizeOf, drawSample, samplesAt, toCandidate, toJpeg } from "./film-pictures.ts";
import { createFrameTimes, type FrameTimes } from "./frame-times.ts";

/** Enough for the strip and the suggestions on a high-density display, px. */
const imageHeight = 168;
/** Enough for the player and for image search, px. */
const frameHeight = 1024;
/** Width of the frames that are rated, px. */
const candidateWidth = 48;
/** Frames rated as possible covers. */
const candidateCount = 24;
/** Packets used to compute the frame rate. */
const frameRatePackets = 120;

/** Never `ALL_FORMATS`: a playlist names other files. */
const formats = [MP4, QTFF, MATROSKA, WEBM, OGG, MPEG_TS];

/** Few retries: main responds immediately or not at all, such as when the file was moved. */
const retries = 2;
const retrySeconds = 0.3;

const names: Record<string, string> = {
  avc: "H.264",
  hevc: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  prores: "ProRes",
  aac: "AAC",
  opus: "Opus",
  mp3: "MP3",
  vorbis: "Vorbis",
  flac: "FLAC",
  ac3: "AC-3",
  eac3: "E-AC-3",
};
const nameOf = (codec: string | null | undefined) =>
  codec == null ? null : (names[codec] ?? (codec.startsWith("pcm") ? "PCM" : codec.toUpperCase()));

const post = (message: FilmMessage) => self.postMessage(message);

/** An opened film. Times are ms into the film, whatever its own clock says. */
interface OpenFilm {
  readonly input: Input;
  readonly track: InputVideoTrack;
  readonly sink: VideoSampleSink;
  readonly times: FrameTimes;
  /** The film's zero on its own clock, seconds. */
  readonly offset: number;
  /** When its first frame is shown, on its own clock, seconds: the sound may begin earlier. */
  readonly firstFrame: number;
}

/** The film that is being opened or open; null when it has no picture, or cannot be read. */
let film: Promise<OpenFilm | null> = Promise.resolve(null);

async function verifyIndex(url: string): Promise<void> {
  const request = async (range: string) => {
    const response = await fetch(url, { headers: { range } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  };
  const probe = await request("bytes=0-0");
  const size = Number(/\/(\d+)$/.exec(probe.headers.get("content-range") ?? "")?.[1] ?? 0);
  await checkIndex(async (start, length) => {
    const end = Math.min(size, start + length) - 1;
    if (end < start) return new DataView(new ArrayBuffer(0));
    return new DataView(await (await request(`bytes=${start}-${end}`)).arrayBuffer());
  }, size);
}

function createTimes(track: InputVideoTrack, offset: number): FrameTimes {
  const packets = new EncodedPacketSink(track);
  const options = { metadataOnly: true };
  const index = {
    first: () => packets.getFirstPacket(options),
    keyBefore: (seconds: number) => packets.getKeyPacket(seconds, options),
    next: (packet: NonNullable<Awaited<ReturnType<typeof packets.getFirstPacket>>>) =>
      packets.getNextPacket(packet, options),
  };
  return createFrameTimes(index, offset * 1000);
}

async function factsOf({ input, track, times, sink, firstFrame, offset }: OpenFilm): Promise<FilmFacts> {
  const audio = await input.getPrimaryAudioTrack();
  const stats = await track.computePacketStats(frameRatePackets).catch(() => null);
  const rate = stats?.averagePacketRate ?? 0;
  const canDecode = await track.canDecode().catch(() => false);
  const sample = canDecode ? await sink.getSample(firstFrame).catch(() => null) : null;
  const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
  const facts: FilmFacts = {
    ...(await displaySizeOf(track, sample)),
    framesPerSecond: rate > 0 && Number.isFinite(rate) ? rate : null,
    steady: await times.isSteady().catch(() => false),
    videoCodec: nameOf(await track.getCodec()),
    audioCodec: nameOf(await audio?.getCodec()),
    durationMs: Math.round((seconds - offset) * 1000),
    decodable: canDecode,
  };
  sample?.close();
  return facts;
}

/** `count` evenly spaced times of the film in seconds on its own clock, excluding start and end. */
const evenlySpaced = (count: number, { offset }: OpenFilm, durationMs: number) =>
  Array.from({ length: count }, (_, index) => offset + ((index + 0.5) / count) * (durationMs / 1000));

const msIn = ({ offset }: OpenFilm, timestamp: number) => Math.max(0, (timestamp - offset) * 1000);

async function postStrip(opened: OpenFilm, stripLength: number, durationMs: number): Promise<void> {
  let index = 0;
  for await (const sample of samplesAt(opened.sink, evenlySpaced(stripLength, opened, durationMs))) {
    if (sample !== null) {
      const canvas = drawSample(sample, { height: imageHeight });
      const atMs = Math.floor(msIn(opened, sample.timestamp));
      sample.close();
      post({ kind: "strip", index, frame: { atMs, image: await toJpeg(canvas) } });
    }
    index += 1;
  }
}

/** The frame shown at a time, as a picture; null when it cannot be decoded. */
async function pictureAt(opened: OpenFilm, atMs: number, height: number): Promise<FilmFrame | null> {
  const sample = await opened.sink
    .getSample(Math.max(opened.firstFrame, opened.offset + atMs / 1000))
    .catch(() => null);
  if (sample === null) return null;
  const canvas = drawSample(sample, { height: Math.min(height, sample.displayHeight) });
  const startMs = msIn(opened, sample.timestamp);
  sample.close();
  return { atMs: startMs, image: await toJpeg(canvas) };
}

async function postCovers(opened: OpenFilm, durationMs: number): Promise<void> {
  const candidates: CandidateFrame[] = [];
  for await (const sample of samplesAt(opened.sink, evenlySpaced(candidateCount, opened, durationMs))) {
    if (sample === null) continue;
    candidates.push(toCandidate(drawSample(sample, { width: candidateWidth }), msIn(opened, sample.timestamp)));
    sample.close();
  }
  const frames: FilmFrame[] = [];
  for (const { atMs } of chooseCovers(candidates)) {
    // A fraction of a millisecond into the frame: its start may have been rounded down.
    const picture = await pictureAt(opened, atMs + 0.1, imageHeight);
    if (picture !== null) frames.push({ ...picture, atMs: Math.floor(atMs) });
  }
  post({ kind: "covers", frames });
}

async function open(url: string): Promise<OpenFilm | null> {
  await verifyIndex(url);
  const source = new UrlSource(url, { getRetryDelay: (tries) => (tries < retries ? retrySeconds : null) });
  const input = new Input({ formats, source });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) return null;
  if ((await track.getCodec()) === "prores") registerProresDecoder();
  // A transport stream's clock starts anywhere; other containers start at zero, as the player counts.
  const isClocked = (await input.getFormat()) === MPEG_TS;
  const offset = isClocked ? Math.max(0, await input.getFirstTimestamp()) : 0;
  return {
    input,
    track,
    sink: new VideoSampleSink(track),
    times: createTimes(track, offset),
    offset,
    // Frames before zero are cut away by an edit list.
    firstFrame: Math.max(offset, await track.getFirstTimestamp()),
  };
}

async function postAll(opened: OpenFilm | null, stripLength: number): Promise<void> {
  if (opened === null) return post({ kind: "unreadable" });
  const facts = await factsOf(opened);
  post({ kind: "facts", facts });
  if (!facts.decodable) return post({ kind: "covers", frames: [] });
  await postStrip(opened, stripLength, facts.durationMs);
  await postCovers(opened, facts.durationMs);
}

/** Reads a video off the main thread: its container's facts, frames for the strip, and cover suggestions. */
self.addEventListener("message", ({ data }: MessageEvent<FilmRequest>) => {
  if (data.kind === "open") {
    film = open(data.url).catch(() => null);
    film.then((opened) => postAll(opened, data.stripLength)).catch(() => post({ kind: "unreadable" }));
    return;
  }
  const { id, atMs } = data;
  if (data.kind === "step") {
    film
      .then((opened) => opened?.times.step(atMs, data.by) ?? null)
      .catch(() => null)
      .then((span) => post({ kind: "span", id, span }));
    return;
  }
  film
    .then((opened) => opened && pictureAt(opened, atMs, frameHeight))
    .catch(() => null)
    .then((frame) => post({ kind: "frame", id, frame }));
});
