import { spawn } from "node:child_process";
import { once } from "node:events";
import { drawSampleFrame, sample } from "./sample-frame.ts";

const tone = [
  "sine=f=220:r=44100:d=4,volume=0.05[a]",
  "sine=f=330:r=44100:d=4,volume=0.03[b]",
  "[a][b]amix=inputs=2,tremolo=f=0.5:d=0.6,afade=t=in:d=0.4,afade=t=out:st=3.5:d=0.5[sound]",
].join(";");

function ffmpegArguments(target: string): string[] {
  const { width, height, rate, seconds } = sample;
  return [
    ...["-hide_banner", "-loglevel", "error", "-y"],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-r", `${rate}`, "-i", "pipe:0"],
    ...["-filter_complex", tone, "-map", "0:v", "-map", "[sound]", "-t", `${seconds}`],
    ...["-c:v", "libx264", "-preset", "veryslow", "-crf", "25", "-pix_fmt", "yuv420p", "-g", `${rate}`],
    ...["-c:a", "aac", "-b:a", "48k", "-ac", "1", "-movflags", "+faststart"],
    // Makes the output identical on every machine.
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"],
    target,
  ];
}

/** Renders the sample video used by practice mode, the tests and the demo. Requires ffmpeg with libx264. */
export async function makeSampleVideo(target: string): Promise<void> {
  const ffmpeg = spawn("ffmpeg", ffmpegArguments(target), { stdio: ["pipe", "inherit", "inherit"] });
  const exited = once(ffmpeg, "exit");
  for (let index = 0; index < sample.rate * sample.seconds; index++) {
    if (!ffmpeg.stdin.write(drawSampleFrame(index))) await once(ffmpeg.stdin, "drain");
  }
  ffmpeg.stdin.end();
  const [code] = await exited;
  if (code !== 0) throw new Error(`ffmpeg could not make ${target} (exit code ${code})`);
}
