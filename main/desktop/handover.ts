import { randomUUID } from "node:crypto";
import {
  existsSync,
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { CommandLine } from "./command-line.ts";

const noteSchema = z.object({ files: z.array(z.string()), add: z.boolean() });

/** What a start has left for the app that owns the queue. */
export interface Note extends CommandLine {
  /** The files are in the queue, or shown to the person: the note goes. */
  taken(): void;
}

/** The folder through which a start hands its files to the app that owns the queue, be it itself or another one. */
export interface Handover {
  /** Leaves a note, on the disk when it returns. Throws when it cannot be written. */
  leave(files: CommandLine): { isCollected(): boolean };
  /** The notes that nobody has collected yet. */
  collect(): Note[];
  /** What an app before this one collected and did not live to take. For the owner, once. */
  recollect(): Note[];
  /** Calls back when something may have been left; returns the function that ends it. */
  watch(onLeft: () => void): () => void;
}

const extension = { writing: ".part", left: ".json", collected: ".held" } as const;

/**
 * Builds the handover over a folder of its own. The message with which Electron tells the first instance of a second
 * one is lost when both start at the same moment: a file is not, and its new name says that it was seen.
 */
export function createHandover(folder: string): Handover {
  const prepare = () => mkdirSync(folder, { recursive: true });
  const pathOf = (id: string, kind: keyof typeof extension) => join(folder, id + extension[kind]);
  const idsOf = (kind: keyof typeof extension) => {
    prepare();
    const names = readdirSync(folder).filter((name) => name.endsWith(extension[kind]));
    return names.map((name) => name.slice(0, -extension[kind].length)).sort();
  };

  const textOf = (path: string): string | null => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // Somebody else (a virus scanner, say) has it for now: the next start reads it.
      return null;
    }
  };

  const read = (id: string): Note[] => {
    const path = pathOf(id, "collected");
    const taken = () => rmSync(path, { force: true });
    const text = textOf(path);
    if (text === null) return [];
    try {
      return [{ ...noteSchema.parse(JSON.parse(text)), taken }];
    } catch {
      // Nothing of ours, for notes appear whole: it would be found again at each start.
      taken();
      return [];
    }
  };

  /** False where it cannot be collected now: it stays as it was left. */
  const hold = (id: string): boolean => {
    try {
      renameSync(pathOf(id, "left"), pathOf(id, "collected"));
      return true;
    } catch {
      return false;
    }
  };

  return {
    leave(files) {
      prepare();
      const id = randomUUID();
      writeFileSync(pathOf(id, "writing"), JSON.stringify(files), { mode: 0o600, flush: true });
      renameSync(pathOf(id, "writing"), pathOf(id, "left"));
      return { isCollected: () => !existsSync(pathOf(id, "left")) };
    },
    collect() {
      return idsOf("left").filter(hold).flatMap(read);
    },
    recollect: () => idsOf("collected").flatMap(read),
    watch(onLeft) {
      let watcher: FSWatcher | null = null;
      try {
        prepare();
        watcher = watch(folder, onLeft);
        watcher.on("error", () => watcher?.close());
      } catch {
        // No watches left on this system: Electron's own message has to do.
      }
      return () => watcher?.close();
    },
  };
}
