import type { StoredJob } from "./bulk-store.ts";

interface DeleteUndoDeps {
  now: () => number;
  /** Runs `run` in `ms` milliseconds. */
  schedule: (ms: number, run: () => void) => void;
  /** A job may start. */
  onExpired: () => void;
}

/** The time in which a deletion of many videos can be cancelled before its first request. */
export interface DeleteUndo {
  /** Whether the job must not start yet. Independent of the clock, which may be set back. */
  isOpen(jobId: string): boolean;
  /** Starts the time of a new job. */
  start(job: StoredJob): void;
  /** A job that an earlier run left: if it is a deletion that has not begun, it waits until `offer`. */
  restore(job: StoredJob): void;
  /** The jobs are shown now: starts the whole time of the restored ones. */
  offer(): void;
}

/** How long a deletion can be cancelled before its first request, ms. */
const deleteUndoMs = 8000;

const hasBegun = ({ items }: StoredJob) => items.some(({ state }) => state !== "waiting" && state !== "cancelled");

/** Creates it without any job. */
export function createDeleteUndo({ now, schedule, onExpired }: DeleteUndoDeps): DeleteUndo {
  const open = new Set<string>();
  const restored = new Map<string, StoredJob>();

  const start = (job: StoredJob) => {
    open.add(job.id);
    job.startsAtMs = now() + deleteUndoMs;
    schedule(deleteUndoMs, () => {
      open.delete(job.id);
      onExpired();
    });
  };

  return {
    isOpen: (jobId) => open.has(jobId) || restored.has(jobId),
    start,
    restore(job) {
      if (job.action.kind === "delete" && !hasBegun(job)) restored.set(job.id, job);
    },
    offer() {
      const jobs = [...restored.values()];
      restored.clear();
      jobs.forEach(start);
    },
  };
}
