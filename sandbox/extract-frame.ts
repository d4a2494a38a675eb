import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { limits } from "./limits.ts";
import { removeOldest } from "./remove-oldest.ts";

const run = promisify(execFile);
const timeoutMs = 15_000;

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function extract(video: string, atMs: number, target: string): Promise<boolean> {
  const draft = `${target}.${randomUUID()}.jpg`;
  const seek = ["-ss", (atMs / 1000).toFixed(3), "-i", video];
  const shape = ["-frames:v", "1", "-vf", "scale='min(540,iw)':-2", "-q:v", "4"];
  try {
    await run("ffmpeg", ["-v", "error", "-nostdin", "-y", ...seek, ...shape, draft], { timeout: timeoutMs });
    await rename(draft, target);
    await removeOldest(dirname(target), limits.frames);
    return true;
  } catch {
    await rm(draft, { force: true });
    return false;
  }
}

/**
 * Extracts JPEG frames with `ffmpeg` when it is on PATH and caches them in `folder`; concurrent requests for one frame
 * share an extraction. Returns the JPEG's path, or null when there is no `ffmpeg` or it cannot read a frame there.
 */
export function createFrames(folder: string) {
  const running = new Map<string, Promise<boolean>>();
  const failed = new Set<string>();
  return async (input: { id: string; video: string; atMs: number }): Promise<string | null> => {
    const target = join(folder, `${input.id}-${input.atMs}.jpg`);
    if (await exists(target)) return target;
    if (failed.has(target)) return null;
    const work = running.get(target) ?? extract(input.video, input.atMs, target);
    running.set(target, work);
    const extracted = await work.finally(() => running.delete(target));
    if (extracted) return target;
    failed.add(target);
    return null;
  };
}
