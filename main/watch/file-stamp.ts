import { stat } from "node:fs/promises";

/**
 * What tells one state of a file from another, whatever its name: a file that is renamed keeps it, one that is written to
 * does not. Null while there is no such file.
 */
export async function fileStamp(path: string): Promise<string | null> {
  const stats = await stat(path, { bigint: true }).catch(() => null);
  return stats === null || !stats.isFile() ? null : `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}
