import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import {
  type BulkAction,
  type BulkItem,
  type BulkJob,
  type BulkRequest,
  type BulkState,
  bulkStates,
  isUnderWay,
} from "../../shared/model/bulk.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import { createBulkItems } from "./bulk-items.ts";
import type { BulkLibrary } from "./bulk-library.ts";
import { createBulkStore, type StoredItem, type StoredJob } from "./bulk-store.ts";

export interface BulkJobsDeps {
  database: DatabaseSync;
  library: BulkLibrary;
  /** A job, or where one of its videos stands, has changed. */
  onChange: () => void;
  /** The key was refused in the middle of the work. */
  onSignedOut: (error: AppErrorValue) => void;
  /** Epoch ms. */
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/**
 * Changes of many videos: stored when they are begun, carried out a few videos at a time, gone on with after every
 * restart, until each video is settled.
 */
export interface BulkJobs {
  /** The last ones first. */
  list(): BulkJob[];
  /** Where each video of a job stands, in order; nothing for a job that is forgotten. */
  items(id: string): BulkItem[];
  start(action: BulkRequest, videoIds: readonly string[]): BulkJob;
  /** Changes that are given for each video. */
  startTable(fileName: string, patches: ReadonlyMap<string, DetailsPatch>): BulkJob;
  setPaused(id: string, paused: boolean): void;
  /** What has not been begun is left as it is. */
  cancel(id: string): void;
  /** Tries again what failed, and nothing else. */
  retry(id: string): void;
  /** Puts back what a job changed, where nobody has changed it again. Throws AppError `not-found`. */
  undo(id: string): BulkJob;
  /** Videos look different now: those that a job waits for may be settled. */
  videosChanged(videoIds: readonly string[]): void;
  /** Goes on with what an earlier run left; called once the library sends its edits. */
  resume(): void;
  stop(): void;
}

/** Videos that are on their way at once, of all jobs together. */
const concurrency = 4;
const maxKept = 20;
/** How long a deletion can be called off before anything of it is sent, ms. */
const deleteUndoMs = 8000;

function countsOf(items: readonly StoredItem[]): Record<BulkState, number> {
  const counts = Object.fromEntries(bulkStates.map((state) => [state, 0])) as Record<BulkState, number>;
  for (const { state } of items) counts[state] += 1;
  return counts;
}

/** What an undo can put back: what was changed, and what was to be changed and stands here. */
const isChanged = ({ state, before }: StoredItem) => before !== null && state !== "running";

/** Builds the jobs over their tables. */
export function createBulkJobs(deps: BulkJobsDeps): BulkJobs {
  const { now, after, onChange } = deps;
  const store = createBulkStore(deps.database);
  const jobs = new Map(store.load().map((job) => [job.id, job]));
  /** Everything before this place of a job has been begun. */
  const cursors = new Map<string, number>();
  let timers: (() => void)[] = [];
  let resting = false;
  let stopped = false;

  /** The videos of a job that an undo has put back, or is about to. */
  const undoneOf = (id: string): ReadonlySet<string> => {
    const undos = [...jobs.values()].filter(({ action }) => action.kind === "undo" && action.of === id);
    const taken = undos.flatMap(({ items }) =>
      items.filter(({ state }) => state !== "cancelled" && state !== "failed"),
    );
    return new Set(taken.map(({ videoId }) => videoId));
  };
  /** What an undo would put back. */
  const undoableOf = ({ id, items }: StoredJob): StoredItem[] => {
    const undone = undoneOf(id);
    return items.filter((item) => isChanged(item) && !undone.has(item.videoId));
  };
  const viewOf = (job: StoredJob): BulkJob => {
    const { items, ...rest } = job;
    const { kind } = job.action;
    const canUndo = kind !== "delete" && kind !== "undo";
    return { ...rest, counts: countsOf(items), undoable: canUndo && undoableOf(job).length > 0 };
  };

  const put = (job: StoredJob, changes: ReadonlyMap<number, StoredItem>) => {
    store.saveItems(job.id, changes);
    for (const [place, item] of changes) job.items[place] = item;
    onChange();
  };

  /** Goes on with what is due: what is on its way and nobody looks after, then what waits. */
  const goOn = () => {
    if (resting) return;
    for (const job of jobs.values()) {
      for (const [place, { state, videoId }] of job.items.entries()) {
        if (state === "running" && !items.isBusy(videoId)) items.takeUp(job, place);
      }
    }
    pump();
  };
  const whenPassed = (ms: number, run: () => void) => {
    timers.push(after(ms, run));
  };

  const items = createBulkItems({
    library: deps.library,
    jobs: (id) => jobs.get(id),
    put: (job, place, item) => put(job, new Map([[place, item]])),
    isStopped: () => stopped,
    onSettled: () => pump(),
    onSignedOut: deps.onSignedOut,
    onLater: (ms) =>
      whenPassed(ms, () => {
        cursors.clear();
        goOn();
      }),
    onTrouble(ms) {
      cursors.clear();
      if (!resting) {
        whenPassed(ms, () => {
          resting = false;
          goOn();
        });
      }
      resting = true;
    },
  });

  const nextOf = (job: StoredJob): number | null => {
    for (let place = cursors.get(job.id) ?? 0; place < job.items.length; place += 1) {
      const item = job.items[place];
      cursors.set(job.id, place);
      // A video that another job is busy with comes when that is done.
      if (item?.state === "waiting") return items.isBusy(item.videoId) ? null : place;
    }
    cursors.set(job.id, job.items.length);
    return null;
  };

  const next = (): { job: StoredJob; place: number } | null => {
    for (const job of jobs.values()) {
      if (job.paused || job.startsAtMs > now()) continue;
      const place = nextOf(job);
      if (place !== null) return { job, place };
    }
    return null;
  };

  const pump = () => {
    while (!stopped && !resting && items.busyCount() < concurrency) {
      const due = next();
      if (due === null) return;
      cursors.set(due.job.id, due.place + 1);
      items.begin(due.job, due.place);
    }
  };

  /** What is over and long ago is forgotten, oldest first; what an undo under way is measured by is not. */
  const prune = () => {
    const needed = new Set(
      [...jobs.values()].flatMap((job) => (job.action.kind === "undo" && isUnderWay(viewOf(job)) ? job.action.of : [])),
    );
    const over = [...jobs.values()].filter((job) => !isUnderWay(viewOf(job)) && !needed.has(job.id));
    const forgotten = over.slice(0, Math.max(0, jobs.size - maxKept)).map(({ id }) => id);
    store.removeAll(forgotten);
    for (const id of forgotten) jobs.delete(id);
  };

  const begin = (action: BulkAction, patches: readonly (readonly [string, DetailsPatch | null])[]): BulkJob => {
    const startsAtMs = now() + (action.kind === "delete" ? deleteUndoMs : 0);
    const waiting = patches.map(
      ([videoId, patch]): StoredItem => ({ videoId, state: "waiting", patch, before: null, error: null }),
    );
    const job: StoredJob = { id: randomUUID(), madeAtMs: now(), startsAtMs, paused: false, action, items: waiting };
    store.add(job);
    jobs.set(job.id, job);
    prune();
    onChange();
    if (startsAtMs > now()) whenPassed(startsAtMs - now(), pump);
    pump();
    return viewOf(job);
  };

  const known = (id: string): StoredJob => {
    const job = jobs.get(id);
    if (job === undefined) throw new AppError("not-found", "No such change");
    return job;
  };

  /** Every item in one state goes to another. */
  const moveAll = (job: StoredJob, from: BulkState, to: BulkState) => {
    const moved = [...job.items.entries()].filter(([, { state }]) => state === from);
    put(job, new Map(moved.map(([place, item]) => [place, { ...item, state: to, error: null }])));
  };

  return {
    list: () => [...jobs.values()].toReversed().map(viewOf),
    items: (id) => (jobs.get(id)?.items ?? []).map(({ videoId, state, error }) => ({ videoId, state, error })),
    start: (action, videoIds) =>
      begin(
        action,
        [...new Set(videoIds)].map((videoId) => [videoId, null]),
      ),
    startTable: (fileName, patches) => begin({ kind: "table", fileName }, [...patches]),
    setPaused(id, paused) {
      const job = known(id);
      store.savePaused(id, paused);
      job.paused = paused;
      onChange();
      pump();
    },
    cancel: (id) => moveAll(known(id), "waiting", "cancelled"),
    retry(id) {
      moveAll(known(id), "failed", "waiting");
      cursors.delete(id);
      pump();
    },
    undo(id) {
      const done = known(id);
      if (!viewOf(done).undoable) throw new AppError("not-found", "Nothing of this change can be taken back");
      moveAll(done, "waiting", "cancelled");
      const { action } = done;
      const request = action.kind === "table" || action.kind === "undo" ? null : action;
      const changed = undoableOf(done).map(({ videoId }) => [videoId, null] as const);
      // What was refused and is taken back is not to be tried again.
      moveAll(done, "failed", "cancelled");
      return begin({ kind: "undo", of: id, action: request }, changed);
    },
    videosChanged: items.videosChanged,
    resume() {
      for (const { startsAtMs } of jobs.values()) if (startsAtMs > now()) whenPassed(startsAtMs - now(), pump);
      goOn();
    },
    stop() {
      stopped = true;
      for (const cancel of timers) cancel();
      timers = [];
    },
  };
}
