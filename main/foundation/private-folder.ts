import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { chmod, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Rights of group and others. On Windows the folder's own rights apply: those of the user's profile. */
const othersRights = 0o077;

/** The modes of what only the user may read. */
export const privateMode = { folder: 0o700, file: 0o600 } as const;

/** Creates a folder, and those above it, for the user alone. One that exists is left as it is. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: privateMode.folder });
}

/** Creates an empty file for the user alone, unless there is something; a program that opens it later keeps its mode. */
export function makePrivateFile(path: string): void {
  const { O_CREAT, O_EXCL, O_WRONLY } = constants;
  try {
    closeSync(openSync(path, O_CREAT | O_EXCL | O_WRONLY, privateMode.file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

/**
 * Replaces a file by one rename, for the user alone. `flush`: it has to survive the system as well. Whatever has the name of
 * the file before the rename, a link included, is of an earlier start or planted: nothing is written through it.
 */
export function replacePrivateFile(path: string, content: string, { flush }: { flush: boolean }): void {
  const temporary = `${path}.new`;
  rmSync(temporary, { recursive: true, force: true });
  writeFileSync(temporary, content, { mode: privateMode.file, flush, flag: "wx" });
  renameSync(temporary, path);
}

/**
 * Closes a folder that others may enter, or creates it. True when it was open to others: what is in it may be as well. Does
 * nothing to another user's folder.
 */
export function closeFolder(path: string): boolean {
  makePrivateFolder(path);
  const { mode, uid } = lstatSync(path);
  const own = process.geteuid?.();
  if (own === undefined || own !== uid || (mode & othersRights) === 0) return false;
  chmodSync(path, mode & 0o700);
  return true;
}

/** Takes the rights of others off everything in a folder; follows no links. Never rejects. */
export async function closeContents(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!entry.isFile() && !entry.isDirectory()) continue;
    const { mode } = await lstat(path).catch(() => ({ mode: 0 }));
    if ((mode & othersRights) !== 0) await chmod(path, mode & 0o700).catch(() => {});
    if (entry.isDirectory()) await closeContents(path);
  }
}
