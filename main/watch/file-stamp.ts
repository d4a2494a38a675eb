import { lstat } from "node:fs/promises";
import { relative } from "node:path";

/** A state of a file, by what it is and by where it is. */
export interface FileStamp {
  /** A file that is renamed keeps it, one that is written to does not. */
  readonly byFile: string;
  /** Where a drive gives its files other numbers at each mount, its place in the folder still tells. */
  readonly byPlace: string;
}

/**
 * What tells one state of a file from another; null while there is no such file of its own: a link is none, whoever put it
 * there would choose what it leads to.
 */
export async function fileStamp(path: string, folder: string): Promise<FileStamp | null> {
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  if (stats === null || !stats.isFile()) return null;
  const state = `${stats.size}:${stats.mtimeNs}`;
  return { byFile: `${stats.ino}:${state}`, byPlace: `${relative(folder, path)}:${state}` };
}
