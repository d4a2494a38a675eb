import { stat } from "node:fs/promises";
import { basename, sep } from "node:path";
import { z } from "zod";
import { createCrashRecord } from "../../foundation/crash-record.ts";
import { readOwnFileSync } from "../../foundation/regular-file.ts";
import type { Inspection } from "./inspect-file.ts";

/** After this many, a file is only inspected when the user offers it by name. */
const maxCrashes = 2;
/** A file that was deleted or changed meanwhile is never inspected again: the oldest are forgotten. */
const maxRecorded = 100;

/** No record of a hundred paths is larger, bytes. */
const maxBytes = 4 * 1024 * 1024;

const recordSchema = z.array(z.object({ path: z.string(), state: z.string(), crashes: z.int().min(1) }));
type RecordedFile = z.infer<typeof recordSchema>[number];

/**
 * Inspects files, and recognises those whose inspection ended the process. A parser that exhausts the memory must not end
 * every later start as well.
 */
export interface Inspections {
  /**
   * Inspects a file; never rejects. `isDeliberate`: the user offered it by name, just now. Otherwise a file during whose
   * inspection the process ended twice is refused (`file-stopped-app`), until it changes.
   */
  inspect(path: string, isDeliberate: boolean): Promise<Inspection>;
  /** Whether the process ended during the last inspection of this file. */
  isSuspect(path: string): boolean;
  /** Whether a file that is one of these, or is in one of these folders, is refused. */
  explains(paths: readonly string[]): boolean;
  /** The process ends as requested: that is no fault of the files that are being inspected. */
  stop(): void;
}

function load(file: string): RecordedFile[] {
  try {
    return recordSchema.parse(JSON.parse(readOwnFileSync(file, maxBytes)));
  } catch {
    // There is none, or it was damaged: then every file is tried again.
    return [];
  }
}

/** Size and time: a file that was exported again is another one. */
async function stateOf(path: string): Promise<string> {
  const stats = await stat(path).catch(() => null);
  return stats === null ? "" : `${stats.size}:${stats.mtimeMs}`;
}

/**
 * Creates the inspections. `file` is where those in progress are recorded before they begin. Null: not recorded.
 */
export function createInspections(file: string | null, inspectNow: (path: string) => Promise<Inspection>): Inspections {
  const suspects = new Map((file === null ? [] : load(file)).map((recorded) => [recorded.path, recorded]));
  const active = new Map<string, RecordedFile>();
  const record = file === null ? null : createCrashRecord(file);
  let stopped = false;

  const save = () => {
    if (record === null || stopped) return;
    const recorded = [...suspects.values()].filter(({ path }) => !active.has(path)).slice(-maxRecorded);
    try {
      record.write([...recorded, ...active.values()]);
    } catch {
      // The disk is full: the file is inspected without a record.
    }
  };

  return {
    async inspect(path, isDeliberate) {
      const state = await stateOf(path);
      const suspect = suspects.get(path);
      const crashes = suspect?.state === state ? suspect.crashes : 0;
      if (crashes >= maxCrashes && !isDeliberate) {
        return { ok: false, code: "file-stopped-app", fileName: basename(path), sizeBytes: 0 };
      }
      active.set(path, { path, state, crashes: crashes + 1 });
      save();
      try {
        return await inspectNow(path);
      } finally {
        active.delete(path);
        // Saved with the next one: a stale record only delays a file that is inspected again meanwhile.
        suspects.delete(path);
        if (active.size === 0) save();
      }
    },
    isSuspect: (path) => suspects.has(path),
    explains: (paths) =>
      [...suspects.values()].some(
        ({ path, crashes }) =>
          crashes >= maxCrashes && paths.some((offered) => path === offered || path.startsWith(offered + sep)),
      ),
    stop() {
      active.clear();
      save();
      record?.close();
      stopped = true;
    },
  };
}
