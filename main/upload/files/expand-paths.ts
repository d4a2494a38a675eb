import { readdir, realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { mediaTypeOf } from "./media-types.ts";

/** More files than this at once are a mistake, such as a dropped disk. */
const maxFiles = 10_000;

interface Walk {
  visited: Set<string>;
  found: string[];
  max: number;
  followLinks: boolean;
}

async function walk(folder: string, into: Walk): Promise<void> {
  const { visited, found, max, followLinks } = into;
  // Tracked by real path, so that a link to a parent folder does not cause endless recursion.
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
    // Other files in a folder are ignored; only a file that was added directly is reported as refused.
    else if (kind?.isFile() && mediaTypeOf(entry.name) !== null) found.push(path);
  }
}

/**
 * Expands files and folders into a flat list of unique absolute file paths. A folder yields the videos in it and its
 * subfolders in name order, without hidden ones; a file yields itself, whatever its type. Never rejects; returns at
 * most 10,000 paths.
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
 * Lists every video in a folder and its subfolders, without hidden ones and without following links. Empty when the
 * folder cannot be read; never rejects.
 */
export async function listVideos(folder: string): Promise<string[]> {
  const found: string[] = [];
  const into = { visited: new Set<string>(), found, max: Number.POSITIVE_INFINITY, followLinks: false };
  await walk(folder, into).catch(() => {});
  return found;
}
