import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, privateMode } from "../foundation/private-folder.ts";
import { storageFailureOf } from "./storage-failure.ts";

/** System errors of a disk or folder in which nothing can be stored. */
const systemCodes = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"]);

/** Room that is expected before a database is opened for writing, bytes: its files of WAL and shared memory. */
const probeBytes = 256 * 1024;

/** Whether an error means that nothing can be stored on the disk now: it is full, or may not be written. */
export function isUnwritable(error: unknown): boolean {
  if (storageFailureOf(error) === "full") return true;
  return error instanceof Error && "code" in error && systemCodes.has(String(error.code));
}

/** Whether a folder takes new data, found out by writing a file and removing it. Creates the folder. */
export function isWritable(folder: string): boolean {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    makePrivateFolder(folder);
    writeFileSync(probe, Buffer.alloc(probeBytes), { flush: true, mode: privateMode.file });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}
