import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { maxCountedFiles, maxFilesAtOnce, type RefusalCode } from "../../../shared/model/upload.ts";
import { isDocumentFolder, isHiddenName, isIgnoredEntry } from "../../foundation/ignored-names.ts";
import { mediaTypeOf } from "./media-types.ts";

/** A file or folder that is not added. */
export interface RefusedPath {
  path: string;
  code: RefusalCode;
}

interface Walk {
  visited: Set<string>;
  found: Set<string>;
  /** Folders in the tree that cannot be read. */
  unreadable: string[];
  /** No more videos than this are counted. */
  max: number;
  followLinks: boolean;
}

const byName = new Intl.Collator("en", { numeric: true });

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

async function walk(folder: string, into: Walk): Promise<void> {
  const { visited, found, unreadable, max, followLinks } = into;
  try {
    // Tracked by real path, so that a link to a parent folder does not cause endless recursion.
    const real = await realpath(folder);
    if (visited.has(real)) return;
    visited.add(real);
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => byName.compare(a.name, b.name))) {
      if (found.size >= max) return;
      if (isIgnoredEntry(entry.name) || (entry.isSymbolicLink() && !followLinks)) continue;
      const path = join(folder, entry.name);
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
      if (kind?.isDirectory()) await walk(path, into);
      // Other files in a folder are ignored; only a file that was added directly is reported as refused.
      else if (kind?.isFile() && mediaTypeOf(entry.name) !== null) found.add(path);
    }
  } catch (error) {
    if (!isMissing(error)) unreadable.push(folder);
  }
}

/** What files and folders contain. */
export interface ExpandedPaths {
  /** Unique absolute paths of files, at most {@link maxFilesAtOnce}. */
  files: string[];
  refused: RefusedPath[];
  /** How many more files there are, as far as they were counted. */
  leftOut: number;
}

/** The walk of a folder that was added directly: why it contributes nothing, or null. */
async function walkAdded(folder: string, into: Walk): Promise<RefusalCode | null> {
  if (isDocumentFolder(basename(folder))) return "folder-is-document";
  // It was added with a folder that contains it, or the limit was reached before.
  const isCounted = into.visited.has(await realpath(folder).catch(() => "")) || into.found.size >= into.max;
  const before = into.found.size + into.unreadable.length;
  await walk(folder, into);
  return !isCounted && into.found.size + into.unreadable.length === before ? "folder-without-videos" : null;
}

/**
 * Expands files and folders into a flat list of files. A folder yields the videos in it and its subfolders in name order,
 * without hidden ones and documents of other programs; a file yields itself, whatever its type. Everything that was added
 * directly yields something: files, or the reason why it is refused. Never rejects.
 */
export async function expandPaths(paths: readonly string[]): Promise<ExpandedPaths> {
  const refused: RefusedPath[] = [];
  const found = new Set<string>();
  const into: Walk = { visited: new Set(), found, unreadable: [], max: maxCountedFiles, followLinks: true };
  for (const path of new Set(paths.map((path) => resolve(path)))) {
    const stats = await stat(path).catch(() => null);
    const code = stats?.isDirectory()
      ? await walkAdded(path, into)
      : isHiddenName(basename(path))
        ? "file-hidden"
        : null;
    if (code !== null) refused.push({ path, code });
    else if (!stats?.isDirectory()) found.add(path);
  }
  refused.push(...into.unreadable.map((path) => ({ path, code: "folder-unreadable" as const })));
  const files = [...found].slice(0, maxFilesAtOnce);
  return { files, refused, leftOut: found.size - files.length };
}

/** The videos of a watched folder, and the folders in it that cannot be read. */
export interface ListedFolder {
  videos: string[];
  unreadable: string[];
}

/**
 * Lists every video in a folder and its subfolders, without hidden ones and documents of other programs, and without
 * following links. Never rejects.
 */
export async function listVideos(folder: string): Promise<ListedFolder> {
  const into: Walk = {
    visited: new Set(),
    found: new Set(),
    unreadable: [],
    max: Number.POSITIVE_INFINITY,
    followLinks: false,
  };
  await walk(folder, into);
  return { videos: [...into.found], unreadable: into.unreadable };
}
