import { lstat } from "node:fs/promises";
import { relative } from "node:path";

/** Identifies one state of a file, by inode and by path. */
export interface FileStamp {
  /** Path in the folder and size, without the time. */
  readonly pathAndSize: string;
  /** ns since the epoch. */
  readonly mtimeNs: string;
  /** Inode, size and mtime: unchanged by a rename, changed by a write. */
  readonly byInode: string;
  /** Path in the folder, size and mtime: for drives that renumber inodes at each mount. */
  readonly byPath: string;
}

/**
 * The stamp of a file's current state; null when there is no regular file. Symlinks are rejected, because their creator
 * would decide which file is published.
 */
export async function fileStamp(path: string, folder: string): Promise<FileStamp | null> {
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  if (stats === null || !stats.isFile()) return null;
  const mtimeNs = String(stats.mtimeNs);
  const pathAndSize = `${relative(folder, path)}:${stats.size}`;
  return {
    pathAndSize,
    mtimeNs,
    byInode: `${stats.ino}:${stats.size}:${mtimeNs}`,
    byPath: `${pathAndSize}:${mtimeNs}`,
  };
}
