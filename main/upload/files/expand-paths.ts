import { readdir, realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { mediaTypeOf } from "./media-types.ts";

/** More files than this at once are a mistake (a whole disk dropped, say). */
const maxFiles = 10_000;

interface Walk {
  visited: Set<string>;
  found: string[];
  max: number;
  followLinks: boolean;
}

async function walk(folder: string, into: Walk): Promise<void> {
  const { visited, found, max, followLinks } = into;
  // By its real path, so that a link back into a parent ends instead of going round.
  const real = await realpath(folder);
  if (visited.has(real)) return;
  visited.add(real);
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }))) {
    if (found.length >= max) return;
    if (entry.name.startsWith(".") || (entry.isSymbolicLink() && !followLinks)) continue;
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
    if (kind?.isDirectory()) await walk(path, into).catch(() => {});
    // A folder holds other things beside videos; only what was named itself is worth a word of refusal.
    else if (kind?.isFile() && mediaTypeOf(entry.name) !== null) found.push(path);
  }
}

/**
 * Makes a flat list of files out of files and folders: a folder gives the videos in it and below, in name order,
 * hidden ones left out; a file stands for itself, whatever it is. Never rejects; at most 10,000.
 */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const into = { visited: new Set<string>(), found, max: maxFiles, followLinks: true };
  for (const path of paths) {
    const absolute = resolve(path);
    const stats = await stat(absolute).catch(() => null);
    if (stats?.isDirectory()) await walk(absolute, into).catch(() => found.push(absolute));
    else found.push(absolute);
  }
  return [...new Set(found)].slice(0, maxFiles);
}

/**
 * Every video in a folder and below, however many there are, without hidden ones and without what links lead to; none
 * where it cannot be read.
 */
export async function listVideos(folder: string): Promise<string[]> {
  const found: string[] = [];
  const into = { visited: new Set<string>(), found, max: Number.POSITIVE_INFINITY, followLinks: false };
  await walk(folder, into).catch(() => {});
  return found;
}
