import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeVideo } from "../../sandbox/testing.ts";

const fileBytes = 6_000_000;
/** The files' shape, width × height in pixels, and another one. */
const shapes = { same: "90x160", other: "160x90" } as const;

/** Whether a video has the shape of the app's files. */
export type Shape = keyof typeof shapes;

/** The length of the file with this index, in seconds: different enough that the app can distinguish the files. */
const secondsOf = (index: number) => 3 + index * 3;

/** Writes a video with the length of the file with this index; its picture is ffmpeg's `source`. */
async function makeClip(
  path: string,
  options: { index: number; source: string; shape: Shape; seed: number; sizeBytes?: number },
): Promise<void> {
  const head = `${path}.head.mp4`;
  const source = `${options.source}=size=${shapes[options.shape]}:rate=5:duration=${secondsOf(options.index)}`;
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", head]);
  const size = options.sizeBytes === undefined ? {} : { sizeBytes: options.sizeBytes };
  await makeVideo(path, { seed: options.seed, head, ...size });
  rmSync(head);
}

/** Creates the files that the app is to upload: real videos, each of a length of its own. */
export async function makeFiles(folder: string, count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => join(folder, `clip ${index + 1}.mp4`));
  for (const [index, path] of paths.entries()) {
    await makeClip(path, { index, source: "testsrc2", shape: "same", seed: 9000 + index, sizeBytes: fileBytes });
  }
  return paths;
}

/** Creates a video of the second device: as long as the file with this index, with another picture. */
export async function makeForeignFile(
  folder: string,
  options: { name: string; index: number; shape: Shape; seed: number },
): Promise<string> {
  const path = join(folder, options.name);
  await makeClip(path, { ...options, source: "smptebars" });
  return path;
}

/** The SHA-256 of a file, lower-case hex. */
export const sha256Of = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");
