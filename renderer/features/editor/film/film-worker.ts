import { ALL_FORMATS, CanvasSink, Input, type InputVideoTrack, UrlSource } from "mediabunny";
import { chooseCovers, type JudgedFrame } from "./choose-covers.ts";
import type { FilmFacts, FilmFrame, FilmMessage, FilmRequest } from "./film-messages.ts";

/** Tall enough for the strip and for the suggestions on a sharp display, px. */
const pictureHeight = 168;
/** Frames are judged this small, px. */
const judgedWidth = 48;
/** Frames that are looked at for covers. */
const candidates = 24;
/** Packets from which the frame rate is told. */
const ratedPackets = 120;

/** A file that was moved away is given up; main answers at once or not at all. */
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

const tell = (message: FilmMessage) => self.postMessage(message);

async function factsOf(input: Input, track: InputVideoTrack): Promise<FilmFacts> {
  const audio = await input.getPrimaryAudioTrack();
  const stats = await track.computePacketStats(ratedPackets).catch(() => null);
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

async function pictureOf(canvas: OffscreenCanvas | HTMLCanvasElement): Promise<Blob> {
  if (!(canvas instanceof OffscreenCanvas)) throw new Error("A worker draws on canvases of its own");
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

/** Moments spread evenly, none at the very ends, in seconds. */
const spread = (count: number, seconds: number) =>
  Array.from({ length: count }, (_, at) => ((at + 0.5) / count) * seconds);

async function tellStrip(track: InputVideoTrack, places: number, seconds: number): Promise<void> {
  const sink = new CanvasSink(track, { height: pictureHeight, poolSize: 2 });
  let place = 0;
  for await (const wrapped of sink.canvasesAtTimestamps(spread(places, seconds))) {
    if (wrapped !== null) {
      const frame = { atMs: Math.floor(wrapped.timestamp * 1000), picture: await pictureOf(wrapped.canvas) };
      tell({ kind: "strip", place, frame });
    }
    place += 1;
  }
}

function judged(canvas: OffscreenCanvas | HTMLCanvasElement, atMs: number): JudgedFrame {
  const context = canvas.getContext("2d") as OffscreenCanvasRenderingContext2D;
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(data.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    // Rec. 601 luma.
    grey[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { atMs, grey, width };
}

async function tellCovers(track: InputVideoTrack, seconds: number): Promise<void> {
  const small = new CanvasSink(track, { width: judgedWidth, poolSize: 2 });
  const frames: JudgedFrame[] = [];
  for await (const wrapped of small.canvasesAtTimestamps(spread(candidates, seconds))) {
    if (wrapped !== null) frames.push(judged(wrapped.canvas, wrapped.timestamp * 1000));
  }
  const large = new CanvasSink(track, { height: pictureHeight });
  const covers: FilmFrame[] = [];
  for (const { atMs } of chooseCovers(frames)) {
    const wrapped = await large.getCanvas(atMs / 1000);
    if (wrapped !== null) covers.push({ atMs: Math.floor(atMs), picture: await pictureOf(wrapped.canvas) });
  }
  tell({ kind: "covers", frames: covers });
}

async function read({ url, places }: FilmRequest): Promise<void> {
  const source = new UrlSource(url, { getRetryDelay: (tries) => (tries < retries ? retrySeconds : null) });
  const input = new Input({ formats: ALL_FORMATS, source });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) return tell({ kind: "unreadable" });
  const facts = await factsOf(input, track);
  tell({ kind: "facts", facts });
  if (!facts.decodable) return;
  const seconds = facts.durationMs / 1000;
  await tellStrip(track, places, seconds);
  await tellCovers(track, seconds);
}

/**
 * Reads a film away from the window's own thread: what its container says, pictures along it, and covers to suggest.
 */
self.addEventListener("message", ({ data }: MessageEvent<FilmRequest>) => {
  read(data).catch(() => tell({ kind: "unreadable" }));
});
