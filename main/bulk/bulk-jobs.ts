import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import {
  type BulkAction,
  type BulkItem,
  type BulkJob,
  type BulkRequest,
  type BulkState,
  isUnderWay,
} from "../../shared/model/bulk.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import type { After } from "../foundation/clock.ts";
import { createBulkItems } from "./bulk-items.ts";
import type { BulkLibrary } from "./bulk-library.ts";
import { createBulkStore, lostItem, type StoredItem, type StoredJob } from "./bulk-store.ts";
import { createDeleteUndo } from "./delete-undo.ts";
import { countsOf, isUnsettled } from "./job-counts.ts";

export interface BulkJobsDeps {
  database: DatabaseSync;
  /** A stored job or item is malformed: it is left out. */
  onUnreadable?: OnUnreadable | undefined;
  library: BulkLibrary;
  /** A job or one of its items changed. */
  onChange: () => void;
  /** Logs when a job starts, is paused, resumed, cancelled or retried, and when it settles. */
  log?: (line: string) => void;
  /** BigGo refused the key during an operation. */
  onSignedOut: (error: AppErrorValue) => void;
  /** Epoch ms. */
  now: () => number;
  after: After;
}

/**
 * Bulk changes to many videos: stored when started, executed a few videos at a time, and resumed after every restart
 * until each video is settled.
 */
export interface BulkJobs {
  /** All stored jobs, newest first. */
  list(): BulkJob[];
  /** The items of a job, in order; empty when the job is no longer stored. */
  items(id: string): BulkItem[];
  start(action: BulkRequest, videoIds: readonly string[]): BulkJob;
  /** Starts a job with a given patch for each video. */
  startTable(fileName: string, patches: ReadonlyMap<string, DetailsPatch>): BulkJob;
  setPaused(id: string, paused: boolean): void;
  /** Cancels the items that have not started. */
  cancel(id: string): void;
  /** Retries only the failed items. */
  retry(id: string): void;
  /**
   * Restores what a job changed, except where it was changed again since. Throws AppError `not-found` when the job is
   * unknown or nothing can be undone.
   */
  undo(id: string): BulkJob;
  /** Settles items whose videos have changed as intended. */
  videosChanged(videoIds: readonly string[]): void;
  /** The jobs are shown: starts the time in which a deletion that an earlier run left can be cancelled. */
  offerUndos(): void;
  /** Resumes what an earlier run left; called once the library sends its edits. */
  resume(): void;
  stop(): void;
}

/** Videos processed at once, across all jobs. */
const concurrency = 4;
const maxKept = 20;

/** Whether an undo can restore the item: it was changed, or its change is stored and not yet confirmed. */
const isChanged = ({ state, before }: StoredItem) => before !== null && state !== "running";

/** Builds the jobs over their tables. */
export function createBulkJobs(deps: BulkJobsDeps): BulkJobs {
  const { now, after, onChange } = deps;
  const store = createBulkStore(deps.database, deps.onUnreadable);
  const jobs = new Map(store.load().map((job) => [job.id, job]));
  /** The index in each job below which every item has started. */
  const cursors = new Map<string, number>();
  /** Ids of jobs whose settling is not logged yet. */
  const unsettled = new Set([...jobs.values()].filter(isUnsettled).map(({ id }) => id));
  let timers: (() => void)[] = [];
  let isBackingOff = false;
  let stopped = false;

  /** Ids of the videos of a job that an undo has restored or will restore. */
  const undoneOf = (id: string): ReadonlySet<string> => {
    const undos = [...jobs.values()].filter(({ action }) => action.kind === "undo" && action.of === id);
    const isUndone = ({ state }: StoredItem) => state !== "cancelled" && state !== "failed";
    return new Set(undos.flatMap(({ items }) => items.filter(isUndone).map(({ videoId }) => videoId)));
  };
  /** The items an undo would restore. */
  const undoableOf = ({ id, items }: StoredJob): StoredItem[] => {
    const undone = undoneOf(id);
    return items.filter((item) => isChanged(item) && !undone.has(item.videoId));
  };
  const logJob = ({ id, action, items }: StoredJob, step: string) => {
    const counts = Object.entries(countsOf(items)).filter(([, count]) => count > 0);
    deps.log?.(`bulk ${id} ${action.kind} ${step}: ${counts.map(([state, count]) => `${count} ${state}`).join(", ")}`);
  };
  const viewOf = (job: StoredJob): BulkJob => {
    const { items, ...rest } = job;
    const { kind } = job.action;
    const canUndo = kind !== "delete" && kind !== "undo";
    return { ...rest, counts: countsOf(items), undoable: canUndo && undoableOf(job).length > 0 };
  };

  const put = (job: StoredJob, changes: ReadonlyMap<number, StoredItem>) => {
    store.saveItems(job.id, changes);
    for (const [index, item] of changes) job.items[index] = item;
    onChange();
  };

  /** Resumes due work: first running items that nothing is processing, then waiting ones. */
  const resumeDue = () => {
    if (isBackingOff) return;
    for (const job of jobs.values()) {
      for (const [index, { state, videoId }] of job.items.entries()) {
        if (state === "running" && !items.isBusy(videoId)) items.resume(job, index);
      }
    }
    pump();
  };
  const logSettled = () => {
    for (const id of unsettled) {
      const job = jobs.get(id);
      if (job !== undefined && isUnsettled(job)) continue;
      unsettled.delete(id);
      if (job !== undefined) logJob(job, "settled");
    }
  };
  const schedule = (ms: number, run: () => void) => {
    timers.push(after(ms, run));
  };

  const deleteUndo = createDeleteUndo({ now, schedule, onExpired: () => pump() });

  const items = createBulkItems({
    library: deps.library,
    jobs: (id) => jobs.get(id),
    put: (job, index, item) => put(job, new Map([[index, item]])),
    isStopped: () => stopped,
    onSettled() {
      pump();
      if (items.busyCount() === 0) logSettled();
    },
    onSignedOut: deps.onSignedOut,
    onRetryLater: (ms) =>
      schedule(ms, () => {
        cursors.clear();
        resumeDue();
      }),
    onUnavailable(ms) {
      cursors.clear();
      if (!isBackingOff) {
        schedule(ms, () => {
          isBackingOff = false;
          resumeDue();
        });
      }
      isBackingOff = true;
    },
  });

  const nextOf = (job: StoredJob): number | null => {
    for (let index = cursors.get(job.id) ?? 0; index < job.items.length; index += 1) {
      const item = job.items[index];
      cursors.set(job.id, index);
      // A video that another job is processing has to wait for it.
      if (item?.state === "waiting") return items.isBusy(item.videoId) ? null : index;
    }
    cursors.set(job.id, job.items.length);
    return null;
  };

  const next = (): { job: StoredJob; index: number } | null => {
    for (const job of jobs.values()) {
      if (job.paused || deleteUndo.isOpen(job.id)) continue;
      const index = nextOf(job);
      if (index !== null) return { job, index };
    }
    return null;
  };

  const pump = () => {
    while (!stopped && !isBackingOff && items.busyCount() < concurrency) {
      const due = next();
      if (due === null) return;
      cursors.set(due.job.id, due.index + 1);
      items.start(due.job, due.index);
    }
  };

  /** Removes finished jobs beyond the limit, oldest first, except those a running undo needs. */
  const prune = () => {
    const needed = new Set(
      [...jobs.values()].flatMap((job) => (job.action.kind === "undo" && isUnderWay(viewOf(job)) ? job.action.of : [])),
    );
    const finished = [...jobs.values()].filter((job) => !isUnderWay(viewOf(job)) && !needed.has(job.id));
    const removable = finished.slice(0, Math.max(0, jobs.size - maxKept)).map(({ id }) => id);
    store.removeAll(removable);
    for (const id of removable) jobs.delete(id);
  };

  const start = (action: BulkAction, patches: readonly (readonly [string, DetailsPatch | null])[]): BulkJob => {
    const waiting = patches.map(
      ([videoId, patch]): StoredItem => ({ videoId, state: "waiting", patch, before: null, error: null }),
    );
    const job: StoredJob = {
      id: randomUUID(),
      madeAtMs: now(),
      startsAtMs: now(),
      paused: false,
      action,
      items: waiting,
    };
    store.add(job);
    if (action.kind === "delete") deleteUndo.start(job);
    jobs.set(job.id, job);
    unsettled.add(job.id);
    logJob(job, "started");
    prune();
    onChange();
    pump();
    return viewOf(job);
  };

  const known = (id: string): StoredJob => {
    const job = jobs.get(id);
    if (job === undefined) throw new AppError("not-found", "No such bulk job");
    return job;
  };

  /** Moves every item in one state to another. */
  const moveAll = (job: StoredJob, from: BulkState, to: BulkState) => {
    const moved = [...job.items.entries()].filter(([, { state }]) => state === from);
    put(job, new Map(moved.map(([index, item]) => [index, { ...item, state: to, error: null }])));
  };

  return {
    list: () => [...jobs.values()].toReversed().map(viewOf),
    items(id) {
      const readable = (jobs.get(id)?.items ?? []).filter((item) => item !== lostItem);
      return readable.map(({ videoId, state, error }) => ({ videoId, state, error }));
    },
    start(action, videoIds) {
      const patches = [...new Set(videoIds)].map((videoId) => [videoId, null] as const);
      return start(action, patches);
    },
    startTable: (fileName, patches) => start({ kind: "table", fileName }, [...patches]),
    setPaused(id, paused) {
      const job = known(id);
      store.savePaused(id, paused);
      job.paused = paused;
      logJob(job, paused ? "paused" : "resumed");
      onChange();
      pump();
    },
    cancel(id) {
      const job = known(id);
      moveAll(job, "waiting", "cancelled");
      logJob(job, "cancelled");
      if (items.busyCount() === 0) logSettled();
    },
    retry(id) {
      const job = known(id);
      moveAll(job, "failed", "waiting");
      unsettled.add(id);
      logJob(job, "retried");
      cursors.delete(id);
      pump();
    },
    undo(id) {
      const done = known(id);
      if (!viewOf(done).undoable) throw new AppError("not-found", "Nothing in this job can be undone");
      moveAll(done, "waiting", "cancelled");
      const { action } = done;
      const request = action.kind === "table" || action.kind === "undo" ? null : action;
      const changed = undoableOf(done).map(({ videoId }) => [videoId, null] as const);
      // A refused item that is undone must not be retried.
      moveAll(done, "failed", "cancelled");
      return start({ kind: "undo", of: id, action: request }, changed);
    },
    videosChanged: items.videosChanged,
    offerUndos: deleteUndo.offer,
    resume() {
      for (const job of jobs.values()) deleteUndo.restore(job);
      resumeDue();
    },
    stop() {
      stopped = true;
      for (const cancel of timers) cancel();
      timers = [];
    },
  };
}
