import { spawn } from "node:child_process";
import { once } from "node:events";

const width = 160;
const height = 288;
const bits = 8;

/** One grey frame whose eight bars encode its number in binary, lowest bit first. */
function frameOf(number: number): Buffer {
  const frame = Buffer.alloc(width * height);
  const barWidth = width / bits;
  for (let x = 0; x < width; x += 1) {
    const isSet = (number >> Math.floor(x / barWidth)) & 1;
    for (let y = 0; y < height; y += 1) frame[y * width + x] = isSet ? 220 : 40;
  }
  return frame;
}

/**
 * Writes an H.264 video with B-frames in which every frame shows its number (up to 255). `coding` adds options of ffmpeg's,
 * such as a filter that varies the frame rate.
 */
export async function makeNumberedVideo(
  path: string,
  frames: number,
  framesPerSecond: string,
  coding: readonly string[] = [],
): Promise<void> {
  const raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", `${width}x${height}`, "-r", framesPerSecond, "-i", "-"];
  const coded = ["-c:v", "libx264", "-bf", "3", "-g", "48", "-pix_fmt", "yuv420p", ...coding, path];
  const coder = spawn("ffmpeg", ["-loglevel", "error", "-y", ...raw, ...coded], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(coder, "exit");
  for (let number = 0; number < frames; number += 1) {
    if (!coder.stdin.write(frameOf(number))) await once(coder.stdin, "drain");
  }
  coder.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
}

/** The number shown by a picture of such a frame. */
export async function numberIn(picture: Buffer): Promise<number> {
  const size = ["-vf", `scale=${bits}:1:flags=area,format=gray`, "-f", "rawvideo", "-"];
  const decoder = spawn("ffmpeg", ["-loglevel", "error", "-i", "-", ...size], { stdio: ["pipe", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  decoder.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = once(decoder, "exit");
  decoder.stdin.end(picture);
  await ended;
  return [...Buffer.concat(chunks)].reduce((number, grey, bit) => number + (grey > 128 ? 2 ** bit : 0), 0);
}
