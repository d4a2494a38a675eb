import { maxOfferedFiles } from "../shared/ipc/channels.ts";

/** A file of the page as it goes to main. */
interface OfferedFile {
  name: string;
  /** Empty for a file that is not on this computer's disk. */
  path: string;
}

// Captured before any script of the page runs.
const { isArray } = Array;
const { apply } = Reflect;
const readName = Object.getOwnPropertyDescriptor(File.prototype, "name")?.get;

/**
 * Reads the names and paths of a list of real `File`s, calling nothing that the page could have made: null for anything
 * that is no list, or that contains anything else. At most `maxOfferedFiles` are read.
 */
export function readOfferedFiles(offered: unknown, pathOf: (file: File) => string): OfferedFile[] | null {
  if (!isArray(offered) || readName === undefined) return null;
  const files: OfferedFile[] = [];
  try {
    for (let index = 0; index < offered.length && index < maxOfferedFiles; index += 1) {
      const file: unknown = offered[index];
      // The getter of the platform throws for everything but a File.
      files[index] = { name: apply(readName, file, []), path: pathOf(file as File) };
    }
  } catch {
    return null;
  }
  return files;
}
