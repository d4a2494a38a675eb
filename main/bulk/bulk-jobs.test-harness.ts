import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";
import { createBulkJobs } from "./bulk-jobs.ts";
import type { BulkLibrary } from "./bulk-library.ts";

const refused: AppErrorValue = { code: "invalid-field", message: "", retryable: false, details: {} };

interface Fake {
  description: string;
  access: Access;
}

/** A library whose edits are stored at once and reach BigGo when the test says so; it outlives any crash of the jobs. */
export function world(count: number) {
  const biggo = new Map<string, Fake>(
    Array.from({ length: count }, (_, at) => [`v${at}`, { description: `text ${at}`, access: "public" }]),
  );
  const pending = new Map<string, { patch: DetailsPatch; held: Record<string, AppErrorValue>; theirs: object }>();
  const refusing = new Set<string>();
  let crash: "before" | "after" | null = null;
  const library: BulkLibrary = {
    details: (videoId) => {
      const there = biggo.get(videoId);
      return there === undefined ? null : ({ title: null, ...there, ...pending.get(videoId)?.patch } as never);
    },
    fileName: () => null,
    knownProducts: () => [],
    products: async () => [],
    edit(videoId, patch) {
      if (crash === "before") throw new Error("crash");
      pending.set(videoId, { patch: { ...pending.get(videoId)?.patch, ...patch }, held: {}, theirs: {} });
      if (crash === "after") throw new Error("crash");
    },
    pending: (videoId) => pending.get(videoId) ?? null,
    saveEdit(videoId) {
      const edit = pending.get(videoId);
      if (edit !== undefined) pending.set(videoId, { ...edit, held: {} });
    },
    remove: async (videoId) => void biggo.delete(videoId),
  };
  /** BigGo answers an edit that waits; the id of its video. */
  const answer = (at: number): string | null => {
    const waiting = [...pending].filter(([, { held }]) => Object.keys(held).length === 0);
    const [videoId, edit] = waiting[at % Math.max(1, waiting.length)] ?? [];
    if (videoId === undefined || edit === undefined) return null;
    const isRefused = refusing.has(videoId) && edit.patch.access === "private";
    if (isRefused) pending.set(videoId, { ...edit, held: { access: refused } });
    else {
      biggo.set(videoId, { ...(biggo.get(videoId) as Fake), ...(edit.patch as Partial<Fake>) });
      pending.delete(videoId);
    }
    return videoId;
  };
  return {
    biggo,
    pending,
    refusing,
    library,
    answer,
    crashNext: (when: typeof crash) => {
      crash = when;
    },
  };
}

/** The jobs over a library; `pass` lets whatever they wait for pass. */
export function open(library: BulkLibrary, database: DatabaseSync, clock = { ms: 5000 }) {
  const timers: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    timers.push(run);
    return () => {};
  };
  const jobs = createBulkJobs({
    database,
    library,
    onChange: () => {},
    onSignedOut: () => {},
    now: () => clock.ms,
    after,
  });
  return { jobs, pass: () => timers.splice(0).forEach((run) => void run()) };
}
