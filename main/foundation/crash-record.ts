import { closeSync, constants, openSync, writeSync } from "node:fs";
import { replacePrivateFile } from "./private-folder.ts";

/** A small JSON file that says what a process is doing, for the case that this ends it. */
export interface CrashRecord {
  /**
   * Replaces its content. It survives the end of the process, not that of the system: nothing is flushed. Throws the
   * system's error.
   */
  write(value: unknown): void;
  close(): void;
}

/** Windows has no such flag. */
const { O_WRONLY, O_NOFOLLOW = 0 } = constants;

/**
 * Creates it. The first write replaces the file, so that nothing is written through a link; each later one is a single
 * call of the system, since it can be made for every file of thousands.
 */
export function createCrashRecord(path: string): CrashRecord {
  let file: number | null = null;
  let longest = 0;
  return {
    write(value) {
      // Padded instead of cut: a process that is killed between two calls would leave half of each content.
      const bytes = Buffer.from(JSON.stringify(value));
      const content = Buffer.concat([bytes, Buffer.alloc(Math.max(0, longest - bytes.length), " ")]);
      longest = content.length;
      if (file !== null) {
        writeSync(file, content, 0, content.length, 0);
        return;
      }
      replacePrivateFile(path, content.toString(), { flush: false });
      file = openSync(path, O_WRONLY | O_NOFOLLOW);
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}
