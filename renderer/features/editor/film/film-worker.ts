import { ALL_FORMATS, CanvasSink, Input, type InputVideoTrack, UrlSource } from "mediabunny";
import { type CandidateFrame, chooseCovers } from "./choose-covers.ts";
import type { FilmFacts, FilmFrame, FilmMessage, FilmRequest } from "./film-messages.ts";

/** Enough for the strip and the suggestions on a high-density display, px. */
const imageHeight = 168;
/** Width of the frames that are rated, px. */
const candidateWidth = 48;
/** Frames rated as possible covers. */
const candidateCount = 24;
/** Packets used to compute the frame rate. */
const frameRatePackets = 120;

/** Few retries: main responds immediately or not at all, such as when the file was moved. */
const retries = 2;
const retrySeconds = 0.3;

const names: Record<string, string> = {
  avc: "H.264",
  hevc: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
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

async function factsOf(input: Input, track: InputVideoTrack): Promise<FilmFacts> {
  const audio = await input.getPrimaryAudioTrack();
  const stats = await track.computePacketStats(frameRatePackets).catch(() => null);
  const rate = stats?.averagePacketRate ?? 0;
  return {
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    framesPerSecond: rate > 0 && Number.isFinite(rate) ? rate : null,
    videoCodec: nameOf(await track.getCodec()),
    audioCodec: nameOf(await audio?.getCodec()),
    durationMs: Math.round(((await input.getDurationFromMetadata()) ?? (await input.computeDuration())) * 1000),
    decodable: await track.canDecode().catch(() => false),
  };
}

async function imageOf(canvas: OffscreenCanvas | HTMLCanvasElement): Promise<Blob> {
  if (!(canvas instanceof OffscreenCanvas)) throw new Error("expected an OffscreenCanvas");
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

/** `count` evenly spaced timestamps in seconds, excluding start and end. */
const evenlySpaced = (count: number, seconds: number) =>
  Array.from({ length: count }, (_, index) => ((index + 0.5) / count) * seconds);

async function postStrip(track: InputVideoTrack, stripLength: number, seconds: number): Promise<void> {
  const sink = new CanvasSink(track, { height: imageHeight, poolSize: 2 });
  let index = 0;
  for await (const wrapped of sink.canvasesAtTimestamps(evenlySpaced(stripLength, seconds))) {
    if (wrapped !== null) {
      const frame = { atMs: Math.floor(wrapped.timestamp * 1000), image: await imageOf(wrapped.canvas) };
      post({ kind: "strip", index, frame });
    }
    index += 1;
  }
}

function candidateOf(canvas: OffscreenCanvas | HTMLCanvasElement, atMs: number): CandidateFrame {
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(data.length / 4);
  for (let index = 0; index < grey.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(index * 4, index * 4 + 3);
    // Rec. 601 luma.
    grey[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { atMs, grey, width };
}

async function postCovers(track: InputVideoTrack, seconds: number): Promise<void> {
  const small = new CanvasSink(track, { width: candidateWidth, poolSize: 2 });
  const frames: CandidateFrame[] = [];
  for await (const wrapped of small.canvasesAtTimestamps(evenlySpaced(candidateCount, seconds))) {
    if (wrapped !== null) frames.push(candidateOf(wrapped.canvas, wrapped.timestamp * 1000));
  }
  const large = new CanvasSink(track, { height: imageHeight });
  const covers: FilmFrame[] = [];
  for (const { atMs } of chooseCovers(frames)) {
    const wrapped = await large.getCanvas(atMs / 1000);
    if (wrapped !== null) covers.push({ atMs: Math.floor(atMs), image: await imageOf(wrapped.canvas) });
  }
  post({ kind: "covers", frames: covers });
}

async function read({ url, stripLength }: FilmRequest): Promise<void> {
  const source = new UrlSource(url, { getRetryDelay: (tries) => (tries < retries ? retrySeconds : null) });
  const input = new Input({ formats: ALL_FORMATS, source });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) return post({ kind: "unreadable" });
  const facts = await factsOf(input, track);
  post({ kind: "facts", facts });
  if (!facts.decodable) return;
  const seconds = facts.durationMs / 1000;
  await postStrip(track, stripLength, seconds);
  await postCovers(track, seconds);
}

/** Reads a video off the main thread: its container's facts, frames for the strip, and cover suggestions. */
self.addEventListener("message", ({ data }: MessageEvent<FilmRequest>) => {
  read(data).catch(() => post({ kind: "unreadable" }));
});
