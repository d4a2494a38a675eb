import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makePrivateFolder, replacePrivateFile } from "../foundation/private-folder.ts";
import { readRegularFile } from "../foundation/regular-file.ts";

/** After this many, a picture is not fetched or decoded any more. */
const maxAttempts = 2;

/** An attempt that has begun, and counts as one in vain until it says otherwise. */
interface PictureAttempt {
  /** The picture was decoded: its attempts are forgotten. */
  succeed(): Promise<void>;
  /** The attempt says nothing about the picture. */
  withdraw(): Promise<void>;
}

/** Counts how often a picture was decoded in vain, beside the place where it would be cached. */
export interface PictureAttempts {
  /** Whether the picture of a path is not tried any more. */
  areUsedUp(path: string): Promise<boolean>;
  /** Counts an attempt before it begins, so that one that ends the app counts as well. */
  begin(path: string): Promise<PictureAttempt>;
}

/** Creates it. Where the disk cannot be written, attempts are counted until the app quits. */
export function createPictureAttempts(): PictureAttempts {
  const counted = new Map<string, number>();
  const recordOf = (path: string) => `${path}.attempts`;

  const count = async (path: string): Promise<number> => {
    const known = counted.get(path);
    if (known !== undefined) return known;
    const record = await readRegularFile(recordOf(path), { maxBytes: 16, refuseLinks: true }).catch(() => null);
    return record === null ? 0 : Number.parseInt(record.toString(), 10) || 0;
  };

  const set = async (path: string, attempts: number): Promise<void> => {
    if (attempts === 0) {
      counted.delete(path);
      return rm(recordOf(path), { force: true }).catch(() => {});
    }
    counted.set(path, attempts);
    try {
      makePrivateFolder(dirname(path));
      replacePrivateFile(recordOf(path), String(attempts), { flush: false });
    } catch {
      // Counted in memory.
    }
  };

  return {
    areUsedUp: async (path) => (await count(path)) >= maxAttempts,
    async begin(path) {
      const before = await count(path);
      await set(path, before + 1);
      return { succeed: () => set(path, 0), withdraw: () => set(path, before) };
    },
  };
}
