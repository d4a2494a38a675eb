import { randomUUID } from "node:crypto";
import {
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

/** What a start that found the app running has left for it. */
export interface Note extends CommandLine {
  /** The files are in the queue, or shown to the person: the note goes. */
  taken(): void;
}

/** The folder through which a second start hands its files to the first. */
export interface Handover {
  /** Leaves files for the running app; on the disk when it returns. Throws when they cannot be written. */
  leave(files: CommandLine): void;
  /** The notes that nobody has collected yet. What an app did not live to take is collected again by the next one. */
  collect(): Note[];
  /** Calls back when something may have been left; returns the function that ends it. */
  watch(onLeft: () => void): () => void;
}

/**
 * Builds the handover over a folder of its own. The message with which Electron tells the first instance of a second is
 * lost when both start at the same moment, or when the first ends before it has read it: a file is not.
 */
export function createHandover(folder: string): Handover {
  const collected = new Set<string>();
  const prepare = () => mkdirSync(folder, { recursive: true });

  const read = (name: string): Note | null => {
    const path = join(folder, name);
    try {
      const note = noteSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      return { ...note, taken: () => rmSync(path, { force: true }) };
    } catch {
      // Nothing of ours: notes appear whole. It would be found again at each start.
      rmSync(path, { force: true });
      return null;
    }
  };

  return {
    leave(files) {
      prepare();
      const name = join(folder, randomUUID());
      writeFileSync(`${name}.part`, JSON.stringify(files), { mode: 0o600, flush: true });
      renameSync(`${name}.part`, `${name}.json`);
    },
    collect() {
      prepare();
      const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !collected.has(name));
      for (const name of names) collected.add(name);
      return names.sort().flatMap((name) => read(name) ?? []);
    },
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
