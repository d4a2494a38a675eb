import { isAbsolute } from "node:path";
import { z } from "zod";

/** Files that the page offered, as the preload resolved them. */
export interface OfferedFiles {
  paths: string[];
  /** The names of files without a path, such as pictures dragged out of a browser. */
  pathless: string[];
}

/** Longer than any path of a system that this app runs on. */
const maxPathChars = 32_768;
/** Longer than any name of a file. */
const maxNameChars = 1024;
const offeredFile = z.object({ name: z.string().max(maxNameChars), path: z.string() });

/**
 * Parses what the preload sends for dropped or pasted files: a file that cannot be used never costs the others. Null when
 * nothing of it is a file.
 */
export function parseOfferedFiles(sent: unknown): OfferedFiles | null {
  const list = z.array(z.unknown()).safeParse(sent).data ?? [];
  const files = list.flatMap((item) => offeredFile.safeParse(item).data ?? []);
  if (files.length === 0) return null;
  const isUsable = (path: string) => isAbsolute(path) && path.length <= maxPathChars && !path.includes("\0");
  return {
    paths: files.flatMap(({ path }) => (isUsable(path) ? path : [])),
    pathless: files.flatMap(({ name, path }) => (isUsable(path) ? [] : name)),
  };
}
