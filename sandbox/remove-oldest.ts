import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Removes the files of a folder that were written longest ago, until there are at most `max`. */
export async function removeOldest(folder: string, max: number): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= max) return;
  const timeOf = async (name: string) => (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0;
  const files = await Promise.all(names.map(async (name) => ({ name, writtenMs: await timeOf(name) })));
  const oldest = files.toSorted((a, b) => a.writtenMs - b.writtenMs).slice(0, names.length - max);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}
