import { randomUUID } from "node:crypto";
import { existsSync, type FSWatcher, readdirSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makePrivateFolder } from "../foundation/private-folder.ts";
import { readOwnFileSync } from "../foundation/regular-file.ts";
import type { CommandLine } from "./command-line.ts";

const noteSchema = z.object({ files: z.array(z.string()), add: z.boolean() });

/** No command line is longer, bytes. */
const maxBytes = 16 * 1024 * 1024;

/** Records on disk how a note is handled, so that one whose handling ends the process is recognised. */
export interface NoteProgress {
  /** Whether an earlier owner collected it. */
  readonly recollected: boolean;
  /** How often the process ended while it handled the note. */
  readonly crashes: number;
  /** Its handling begins; on disk when it returns. */
  started(): void;
  /** The process has survived it. */
  handled(): void;
  /** The files are in the queue or shown to the user: deletes the note. */
  taken(): void;
}

/** What a process left for the one that owns the queue. */
export interface Note extends CommandLine, NoteProgress {}

/** The folder through which a process hands its files to the one that owns the queue, which may be itself. */
export interface Handover {
  /** Leaves a note; on disk when it returns. Throws when it cannot be written. */
  leave(files: CommandLine): { isCollected(): boolean };
  /** Collects the notes that have not been collected yet. */
  collect(): Note[];
  /**
   * Notes that an earlier owner collected but did not finish, those that ended no process first. Call once, as the owner.
   */
  recollect(): Note[];
  /** Calls back when a note may have been left; returns the function that stops it. */
  watch(onLeft: () => void): () => void;
}

const extension = { writing: ".part", left: ".json", collected: ".held" } as const;

/**
 * Creates the handover in a folder of its own. Electron's message to the first instance is lost when both start at the
 * same moment; a file is not, and renaming it marks it as collected.
 */
export function createHandover(folder: string): Handover {
  const prepare = () => makePrivateFolder(folder);
  const pathOf = (id: string, kind: keyof typeof extension) => join(folder, id + extension[kind]);
  const idsOf = (kind: keyof typeof extension) => {
    prepare();
    const names = readdirSync(folder).filter((name) => name.endsWith(extension[kind]));
    return names.map((name) => name.slice(0, -extension[kind].length)).sort();
  };

  const textOf = (path: string): string | null => {
    try {
      return readOwnFileSync(path, maxBytes);
    } catch {
      // Another program (a virus scanner, say) has it open: the next start reads it.
      return null;
    }
  };

  /** A collected note: its name carries the number of crashes, `id.2.held`. */
  const progressOf = (name: string, recollected: boolean): NoteProgress => {
    const [, id = name, crashed = "0"] = /^(.*)\.(\d+)$/.exec(name) ?? [];
    const crashes = Number(crashed);
    let path = pathOf(name, "collected");
    const renameTo = (next: string) => {
      try {
        renameSync(path, pathOf(next, "collected"));
        path = pathOf(next, "collected");
      } catch {
        // Another program has it open, or the disk is full: this time is not counted.
      }
    };
    return {
      recollected,
      crashes,
      started: () => renameTo(`${id}.${crashes + 1}`),
      handled: () => renameTo(id),
      taken: () => rmSync(path, { force: true }),
    };
  };

  const read = (name: string, recollected: boolean): Note[] => {
    const progress = progressOf(name, recollected);
    const text = textOf(pathOf(name, "collected"));
    if (text === null) return [];
    try {
      return [{ ...noteSchema.parse(JSON.parse(text)), ...progress }];
    } catch {
      // Notes are written atomically, so this is not one of ours; it would be found again at every start.
      progress.taken();
      return [];
    }
  };

  /** False when it cannot be collected now: it stays where it is. */
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
      return idsOf("left")
        .filter(hold)
        .flatMap((id) => read(id, false));
    },
    recollect() {
      const notes = idsOf("collected").flatMap((name) => read(name, true));
      return notes.sort((a, b) => a.crashes - b.crashes);
    },
    watch(onLeft) {
      let watcher: FSWatcher | null = null;
      try {
        prepare();
        watcher = watch(folder, onLeft);
        watcher.on("error", () => watcher?.close());
      } catch {
        // The system has no watches left: Electron's message is the fallback.
      }
      return () => watcher?.close();
    },
  };
}
