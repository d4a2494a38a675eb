import { execFile } from "node:child_process";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cutShort, editBoxes, withLargeSize } from "./edit-boxes.ts";

const run = promisify(execFile);

/** What the editor shows of a file. */
export type Shown = "player" | "frames" | "placeholder";

/** A file of the set, made from ffmpeg's test picture or from another file of the set. */
export interface MediaFile {
  name: string;
  shown: Shown;
  /** The video codec as the editor names it; null when none is known. */
  codec: string | null;
  /** Whether ffprobe's length is no reference: it says nothing, or repeats a wrong header. */
  lengthUnknown?: true;
  make: (folder: string, path: string) => Promise<unknown>;
}

const picture = (size: string, seconds = 2, rate = 25) => [
  "-f",
  "lavfi",
  "-i",
  `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`,
];
const sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=2"];
const ffmpeg = (...args: string[]) => run("ffmpeg", ["-loglevel", "error", "-y", ...args]);

/** A file that ffmpeg codes from the test picture with sound. */
const coded =
  (...options: string[]): MediaFile["make"] =>
  (_folder, path) =>
    ffmpeg(...picture("320x240"), ...sound, ...options, path);
const silent =
  (size: string, ...options: string[]): MediaFile["make"] =>
  (_folder, path) =>
    ffmpeg(...picture(size), ...options, path);
/** A file made from one that comes before it in the set. */
const from =
  (name: string, make: (from: string, to: string) => Promise<unknown>): MediaFile["make"] =>
  (folder, path) =>
    make(join(folder, name), path);

const h264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p"];
const aac = ["-c:a", "aac"];
const hevc = ["-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"];
const interlaced = [...h264, "-flags", "+ilme+ildct", "-x264opts", "interlaced=1"];
const huge = 4_000_000_000;

const player = (name: string, codec: string, make: MediaFile["make"]): MediaFile => ({
  name,
  shown: "player",
  codec,
  make,
});
const frames = (name: string, codec: string, make: MediaFile["make"]): MediaFile => ({
  name,
  shown: "frames",
  codec,
  make,
});
const placeholder = (name: string, codec: string | null, make: MediaFile["make"]): MediaFile => ({
  name,
  shown: "placeholder",
  codec,
  make,
});

/** Files as creators have them. Those made from another one come after it. */
const allMedia: readonly MediaFile[] = [
  player("h264.mp4", "H.264", coded(...h264, ...aac)),
  player("h264.mov", "H.264", coded(...h264, ...aac)),
  player("h264.mkv", "H.264", coded(...h264, ...aac)),
  player("faststart.mp4", "H.264", coded(...h264, ...aac, "-movflags", "+faststart")),
  player("fragmented.mp4", "H.264", coded(...h264, ...aac, "-movflags", "+frag_keyframe+empty_moov")),
  player("vp8.webm", "VP8", coded("-c:v", "libvpx", "-c:a", "libvorbis")),
  player("vp9.webm", "VP9", coded("-c:v", "libvpx-vp9", "-c:a", "libopus")),
  player("av1.mp4", "AV1", silent("160x120", "-c:v", "libaom-av1", "-cpu-used", "8", "-strict", "-2")),
  player("interlaced.mp4", "H.264", silent("1920x1080", ...interlaced)),
  player(
    "sideways.mp4",
    "H.264",
    from("h264.mp4", (a, b) => ffmpeg("-i", a, "-c", "copy", "-metadata:s:v", "rotate=90", b)),
  ),
  player("wide-pixels.mp4", "H.264", silent("720x576", ...h264, "-vf", "setsar=64/45")),
  player(
    "variable.mp4",
    "H.264",
    silent("320x240", ...h264, "-vf", "setpts='if(lt(N,25),N/25,1+(N-25)/10)/TB'", "-vsync", "vfr"),
  ),
  player("edit-list.mp4", "H.264", async (_folder, path) => {
    const whole = `${path}.whole.mp4`;
    await ffmpeg(...picture("320x240", 10), ...h264, "-g", "250", whole);
    await ffmpeg("-ss", "2.5", "-i", whole, "-c", "copy", "-t", "4", path);
  }),
  player("64-bit.mp4", "H.264", from("faststart.mp4", withLargeSize)),
  player("alpha.webm", "VP9", silent("320x240", "-vf", "format=yuva420p", "-c:v", "libvpx-vp9")),
  {
    ...player("no-length.webm", "VP8", coded("-c:v", "libvpx", "-c:a", "libopus", "-f", "webm", "-live", "1")),
    lengthUnknown: true,
  },
  {
    ...player(
      "no-length.mp4",
      "H.264",
      from("h264.mp4", (a, b) =>
        editBoxes(a, b, {
          mvhd: { 16: 0xffffffff },
          tkhd: { 20: 0xffffffff },
          mdhd: { 16: 0xffffffff },
        }),
      ),
    ),
    lengthUnknown: true,
  },
  player(
    "cut-short.mp4",
    "H.264",
    from("faststart.mp4", (a, b) => cutShort(a, b, 0.8)),
  ),
  frames("clock.ts", "H.264", coded(...h264, ...aac, "-output_ts_offset", "5000")),
  frames(
    "clock.mts",
    "H.264",
    coded(...h264, ...aac, "-f", "mpegts", "-mpegts_m2ts_mode", "1", "-output_ts_offset", "5000"),
  ),
  frames("interlaced.m2ts", "H.264", silent("1920x1080", ...interlaced, "-f", "mpegts", "-mpegts_m2ts_mode", "1")),
  frames("prores-hq.mov", "ProRes 422 HQ", coded("-c:v", "prores_ks", "-profile:v", "3", "-c:a", "pcm_s16le")),
  frames(
    "prores-4444.mov",
    "ProRes 4444",
    silent("320x240", "-c:v", "prores_ks", "-profile:v", "4", "-pix_fmt", "yuva444p10le"),
  ),
  placeholder("hevc.mp4", "HEVC", coded(...hevc, ...aac)),
  placeholder("hevc.mov", "HEVC", coded(...hevc, ...aac)),
  placeholder("mpeg4.mp4", "MPEG-4", coded("-c:v", "mpeg4", ...aac)),
  placeholder("mpeg4.avi", "MPEG-4", coded("-c:v", "mpeg4", "-c:a", "mp3")),
  placeholder("mjpeg.mov", "MJPEG", coded("-c:v", "mjpeg", "-c:a", "pcm_s16le")),
  placeholder("mjpeg.avi", "MJPEG", coded("-c:v", "mjpeg", "-c:a", "pcm_s16le")),
  placeholder("mpeg2.mpg", "MPEG-2", coded("-c:v", "mpeg2video", "-c:a", "mp2")),
  placeholder("mpeg2.ts", "MPEG-2", coded("-c:v", "mpeg2video", "-c:a", "mp2")),
  placeholder("mpeg2.mxf", "MPEG-2", silent("720x576", "-c:v", "mpeg2video")),
  placeholder("theora.ogv", "Theora", coded("-c:v", "libtheora", "-c:a", "libvorbis")),
  placeholder("h263.3gp", "H.263", silent("176x144", "-c:v", "h263")),
  placeholder("dv.mov", "DV", silent("720x576", "-c:v", "dvvideo", "-pix_fmt", "yuv420p")),
  placeholder(
    "dnxhr.mov",
    "DNxHR",
    silent("1920x1080", "-c:v", "dnxhd", "-profile:v", "dnxhr_sq", "-pix_fmt", "yuv422p"),
  ),
  placeholder("cineform.mov", "CineForm", silent("640x480", "-c:v", "cfhd")),
  placeholder("flv1.flv", "H.263 (Sorenson)", coded("-c:v", "flv", "-ar", "44100", "-c:a", "mp3")),
  placeholder("wmv2.wmv", "WMV2", coded("-c:v", "wmv2", "-c:a", "wmav2")),
  placeholder("sound-only.mp4", null, (_folder, path) => ffmpeg(...sound, ...aac, path)),
  {
    ...placeholder(
      "no-index.mp4",
      null,
      from("h264.mp4", (a, b) => cutShort(a, b, 0.6)),
    ),
    lengthUnknown: true,
  },
  {
    ...placeholder("picture.mp4", null, async (folder, path) => {
      const still = join(folder, "still.png");
      await ffmpeg(...picture("320x240"), "-frames:v", "1", still);
      await copyFile(still, path);
    }),
    lengthUnknown: true,
  },
  {
    ...placeholder("archive.mp4", null, (_folder, path) =>
      writeFile(path, Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(5000, 7)])),
    ),
    lengthUnknown: true,
  },
  {
    ...placeholder("noise.mp4", null, (_folder, path) =>
      writeFile(path, Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251))),
    ),
    lengthUnknown: true,
  },
  player(
    "broken-stts.mp4",
    "H.264",
    from("h264.mp4", (a, b) => editBoxes(a, b, { stts: { 4: 1, 8: huge } })),
  ),
  player(
    "broken-ctts.mp4",
    "H.264",
    from("h264.mp4", (a, b) => editBoxes(a, b, { ctts: { 4: 1, 8: huge } })),
  ),
  placeholder(
    "broken-stsc.mp4",
    "H.264",
    from("h264.mp4", (a, b) => editBoxes(a, b, { stsc: { 12: huge } })),
  ),
  {
    ...placeholder(
      "many-stts.mp4",
      "H.264",
      from("h264.mp4", (a, b) => editBoxes(a, b, { stts: { 4: 20_000_000 } })),
    ),
    lengthUnknown: true,
  },
  player(
    "broken-elst.mp4",
    "H.264",
    from("h264.mp4", (a, b) => editBoxes(a, b, { elst: { 4: huge } })),
  ),
];

/** One file of each kind that is shown or warned of in a way of its own. */
const smallSet = new Set([
  "h264.mp4",
  "sideways.mp4",
  "edit-list.mp4",
  "clock.ts",
  "interlaced.m2ts",
  "prores-hq.mov",
  "hevc.mp4",
  "mpeg4.avi",
  "sound-only.mp4",
  "no-index.mp4",
  "archive.mp4",
  "broken-stts.mp4",
  "broken-stsc.mp4",
]);

/** All files with `npm run media-set`, else the small set. */
export const mediaSet: readonly MediaFile[] =
  process.env.BIGGO_UPLOADER_MEDIA_SET === "all" ? allMedia : allMedia.filter(({ name }) => smallSet.has(name));

/** Makes the set in a folder; returns the paths in the set's order. */
export async function makeMediaSet(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, make } of mediaSet) {
    const path = join(folder, name);
    await make(folder, path);
    paths.push(path);
  }
  return paths;
}
