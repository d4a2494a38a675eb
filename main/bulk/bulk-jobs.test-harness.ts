import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { Access, DetailsPatch } from "../../shared/model/video.ts";
import { createBulkJobs } from "./bulk-jobs.ts";
import type { BulkLibrary } from "./bulk-library.ts";

const refused: AppErrorValue = { code: "invalid-field", message: "", retryable: false, details: {} };

interface FakeVideo {
  description: string;
  access: Access;
}

/** A fake library that stores edits immediately and confirms them on demand; it survives crashes of the jobs. */
export function createFakeLibrary(count: number) {
  const biggo = new Map<string, FakeVideo>(
    Array.from({ length: count }, (_, index) => [`v${index}`, { description: `text ${index}`, access: "public" }]),
  );
  const pending = new Map<string, { patch: DetailsPatch; held: Record<string, AppErrorValue>; theirs: object }>();
  const refusing = new Set<string>();
  let crashPoint: "before" | "after" | null = null;
  const library: BulkLibrary = {
    details: (videoId) => {
      const video = biggo.get(videoId);
      return video === undefined ? null : ({ title: null, ...video, ...pending.get(videoId)?.patch } as never);
    },
    fileName: () => null,
    knownProducts: () => [],
    products: async () => [],
    edit(videoId, patch) {
      if (crashPoint === "before") throw new Error("crash");
      pending.set(videoId, { patch: { ...pending.get(videoId)?.patch, ...patch }, held: {}, theirs: {} });
      if (crashPoint === "after") throw new Error("crash");
    },
    pending: (videoId) => pending.get(videoId) ?? null,
    saveEdit(videoId) {
      const edit = pending.get(videoId);
      if (edit !== undefined) pending.set(videoId, { ...edit, held: {} });
    },
    remove: async (videoId) => void biggo.delete(videoId),
  };
  /** Confirms or refuses one unanswered edit; returns the id of its video, or null when there is none. */
  const respond = (index: number): string | null => {
    const unanswered = [...pending].filter(([, { held }]) => Object.keys(held).length === 0);
    const [videoId, edit] = unanswered[index % Math.max(1, unanswered.length)] ?? [];
    if (videoId === undefined || edit === undefined) return null;
    const isRefused = refusing.has(videoId) && edit.patch.access === "private";
    if (isRefused) pending.set(videoId, { ...edit, held: { access: refused } });
    else {
      biggo.set(videoId, { ...(biggo.get(videoId) as FakeVideo), ...(edit.patch as Partial<FakeVideo>) });
      pending.delete(videoId);
    }
    return videoId;
  };
  return {
    biggo,
    pending,
    refusing,
    library,
    respond,
    crashAt: (when: typeof crashPoint) => {
      crashPoint = when;
    },
  };
}

/** Opens the jobs over a library; `runTimers` runs every timer they have set. */
export function openJobs(library: BulkLibrary, database: DatabaseSync, clock = { ms: 5000 }) {
  const timers: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    timers.push(run);
    return () => {};
  };
  const logged: string[] = [];
  const jobs = createBulkJobs({
    database,
    library,
    onChange: () => {},
    log: (line) => void logged.push(line),
    onSignedOut: () => {},
    now: () => clock.ms,
    after,
  });
  return { jobs, logged, runTimers: () => timers.splice(0).forEach((run) => void run()) };
}
