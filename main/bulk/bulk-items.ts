import { AppError, type AppErrorValue, type ErrorCode, signInCodes } from "../../shared/errors.ts";
import { type CurrentDetails, changeOf, needsProducts, onlyChanged } from "../../shared/model/bulk.ts";
import { sameProducts, type TaggedProduct } from "../../shared/model/product.ts";
import type { DetailsPatch } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { BulkLibrary } from "./bulk-library.ts";
import type { StoredItem, StoredJob } from "./bulk-store.ts";

export interface BulkItemsDeps {
  library: BulkLibrary;
  jobs: (id: string) => StoredJob | undefined;
  /** Stores an item; durable when it returns. */
  put: (job: StoredJob, index: number, item: StoredItem) => void;
  isStopped: () => boolean;
  /** An item is settled: another one can start. */
  onSettled: () => void;
  /** Storage or BigGo is unavailable: starts no item for this long, ms. */
  onUnavailable: (ms: number) => void;
  /** One item must be retried after this long, ms; the others continue. */
  onRetryLater: (ms: number) => void;
  /** BigGo refused the key: work stops until the user signs in again. */
  onSignedOut: (error: AppErrorValue) => void;
}

/** Executes the items of bulk jobs. */
export interface BulkItems {
  isBusy(videoId: string): boolean;
  busyCount(): number;
  /** Starts a waiting item. */
  start(job: StoredJob, index: number): void;
  /** Resumes an item that was running when the app ended. */
  resume(job: StoredJob, index: number): void;
  videosChanged(videoIds: readonly string[]): void;
}

/** Delay before a retry after a storage or network failure, ms. */
const retryMs = 15_000;
const maxWaitMs = 3600_000;
/** A video that fails this many times with a retryable error counts as failed; the user can retry it. */
const maxTries = 5;

/** Errors that affect every video, not just one. */
const globalCodes = new Set<ErrorCode>([
  "no-network",
  "rate-limited",
  "internal",
  "tls",
  "proxy-sign-in",
  "proxy-method",
  "proxy-unsupported",
]);

const gone = () => new AppError("video-gone", "The video is not in the library").value;

const fieldNames = (patch: object) => Object.keys(patch) as (keyof CurrentDetails)[];

function isSame(field: keyof CurrentDetails, a: DetailsPatch, b: Partial<CurrentDetails>): boolean {
  if (field !== "products") return a[field] === b[field];
  return a.products !== undefined && b.products !== undefined && sameProducts(a.products, b.products);
}

/** Builds what carries out the items of jobs. */
export function createBulkItems(deps: BulkItemsDeps): BulkItems {
  const { library, put } = deps;
  /** Items in progress by video id: only one job at a time changes a video. */
  const busy = new Map<string, { job: StoredJob; index: number }>();
  const tries = new Map<string, number>();

  const settle = (job: StoredJob, index: number, outcome: Partial<StoredItem>) => {
    const item = job.items[index];
    if (item === undefined) return;
    put(job, index, { ...item, error: null, ...outcome });
    busy.delete(item.videoId);
    deps.onSettled();
  };
  const fail = (job: StoredJob, index: number, error: AppErrorValue) => settle(job, index, { state: "failed", error });

  /** The video's current details; null when it is not in the library. */
  const currentDetails = async (videoId: string, withProducts: boolean): Promise<CurrentDetails | null> => {
    const details = library.details(videoId);
    if (details === null || !withProducts) return details && { ...details, products: [] };
    const products: readonly TaggedProduct[] = await library.products(videoId);
    return { ...(library.details(videoId) ?? details), products };
  };

  /** The values an undo restores: those of fields that are still as the job left them. */
  const undoPatch = (of: string, videoId: string, details: CurrentDetails): DetailsPatch => {
    const done = deps.jobs(of)?.items.find((item) => item.videoId === videoId);
    if (done?.patch == null || done.before === null) throw new AppError("not-found", "The previous values are unknown");
    const { patch, before } = done;
    const unchangedFields = fieldNames(before).filter((field) => isSame(field, patch, details));
    return Object.fromEntries(unchangedFields.map((field) => [field, before[field]]));
  };

  const targetOf = (job: StoredJob, index: number, details: CurrentDetails): ReturnType<typeof changeOf> => {
    const { action } = job;
    const item = job.items[index];
    if (action.kind === "undo") return { patch: undoPatch(action.of, item?.videoId ?? "", details), error: null };
    if (action.kind === "table") return { patch: onlyChanged(item?.patch ?? {}, details), error: null };
    if (action.kind === "delete") return { patch: {}, error: null };
    const fileName = library.fileName(item?.videoId ?? "");
    return changeOf(action, details, { fileName, atMs: job.madeAtMs, n: index + 1 });
  };

  const requiresProducts = ({ action, items }: StoredJob, index: number): boolean => {
    const item = items[index];
    if (action.kind === "table") return item?.patch?.products !== undefined;
    if (action.kind !== "undo") return needsProducts(action);
    const done = deps.jobs(action.of)?.items.find(({ videoId }) => videoId === item?.videoId);
    return done?.before?.products !== undefined;
  };

  /** Settles a running item once BigGo has confirmed or refused its change, or the change is in conflict. */
  const check = (job: StoredJob, index: number) => {
    const item = job.items[index];
    if (item?.state !== "running") return;
    const { videoId, patch } = item;
    if (library.details(videoId) === null) return fail(job, index, gone());
    const pending = library.pending(videoId);
    const fields = fieldNames(patch ?? {}).filter((field) => pending !== null && field in pending.patch);
    if (pending === null || fields.length === 0) return settle(job, index, { state: "done" });
    const refused = fields.flatMap((field) => pending.held[field] ?? []);
    if (refused[0] !== undefined) return fail(job, index, refused[0]);
    if (fields.some((field) => field in pending.theirs)) {
      const conflict = new AppError("edited-elsewhere", "The same field was changed elsewhere", {
        details: { name: fields[0] ?? "" },
      });
      fail(job, index, conflict.value);
    }
  };

  const changeVideo = async (job: StoredJob, index: number, videoId: string) => {
    const details = await currentDetails(videoId, requiresProducts(job, index));
    const item = job.items[index];
    // Cancelled while the details were read.
    if (deps.isStopped() || item?.state !== "waiting") return settle(job, index, {});
    if (details === null) return fail(job, index, gone());
    const { patch, error } = targetOf(job, index, details);
    if (error !== null) return fail(job, index, error);
    if (fieldNames(patch).length === 0) return settle(job, index, { state: "unchanged" });
    // An unknown title cannot be restored, so it is left out.
    const before = fieldNames(patch).flatMap((field) => (details[field] === null ? [] : [[field, details[field]]]));
    // Stored before the edit, or a crash in between would make the change impossible to undo.
    put(job, index, { ...item, state: "running", patch, before: Object.fromEntries(before), error: null });
    library.edit(videoId, patch);
    check(job, index);
  };

  /** Whether the item's change is still pending locally and only needs sending; the user may have discarded it. */
  const isPendingLocally = ({ videoId, patch, before }: StoredItem): boolean => {
    const pending = library.pending(videoId);
    return before !== null && pending !== null && fieldNames(patch ?? {}).some((field) => field in pending.patch);
  };

  /** Resends a refused change that is still stored as a pending edit. */
  const resend = (job: StoredJob, index: number, item: StoredItem): Promise<void> => {
    put(job, index, { ...item, state: "running", error: null });
    library.saveEdit(item.videoId);
    return reconcile(job, index);
  };

  const execute = async (job: StoredJob, index: number) => {
    const item = job.items[index];
    if (item === undefined) return;
    if (job.action.kind === "delete") {
      await library.remove(item.videoId);
      if (!deps.isStopped()) settle(job, index, { state: "done" });
    } else if (isPendingLocally(item)) await resend(job, index, item);
    else await changeVideo(job, index, item.videoId);
  };

  /** A running item's edit may not have been stored before a crash: compares the current details to find out. */
  const reconcile = async (job: StoredJob, index: number) => {
    const item = job.items[index];
    if (item?.state !== "running") return;
    // The stored patch is malformed, so the intended change is unknown.
    if (item.patch === null) return fail(job, index, new AppError("internal", "The stored change is malformed").value);
    const { videoId, patch, before } = item;
    const details = await currentDetails(videoId, patch.products !== undefined);
    if (deps.isStopped()) return;
    const isAsBefore =
      details !== null && fieldNames(before ?? {}).every((field) => isSame(field, before as DetailsPatch, details));
    // Another change of the same field may be pending: the details already show it.
    if (isAsBefore && before !== null) library.edit(videoId, patch);
    check(job, index);
  };

  /** Leaves the item as it is stored, to be retried later. */
  const retryLater = (videoId: string, cause: unknown) => {
    busy.delete(videoId);
    if (deps.isStopped()) return;
    const { code } = toErrorValue(cause);
    const retryAfterMs = cause instanceof BigGoError ? (cause.retryAfterMs ?? retryMs) : retryMs;
    if (globalCodes.has(code) || signInCodes.has(code)) {
      deps.onUnavailable(Math.min(maxWaitMs, Math.max(retryMs, retryAfterMs)));
    } else deps.onRetryLater(retryMs);
  };

  const onFailed = (job: StoredJob, index: number, videoId: string, cause: unknown) => {
    const error = toErrorValue(cause);
    if (signInCodes.has(error.code)) {
      deps.onSignedOut(error);
      throw cause;
    }
    const count = (tries.get(videoId) ?? 0) + 1;
    tries.set(videoId, count);
    if (error.retryable && (globalCodes.has(error.code) || count < maxTries)) throw cause;
    tries.delete(videoId);
    fail(job, index, error);
  };

  const run = (job: StoredJob, index: number, work: (job: StoredJob, index: number) => Promise<void>) => {
    const { videoId } = job.items[index] ?? { videoId: "" };
    busy.set(videoId, { job, index });
    work(job, index)
      .catch((cause: unknown) => {
        if (deps.isStopped()) throw cause;
        onFailed(job, index, videoId, cause);
      })
      .catch((cause: unknown) => retryLater(videoId, cause));
  };

  return {
    isBusy: (videoId) => busy.has(videoId),
    busyCount: () => busy.size,
    start: (job, index) => run(job, index, execute),
    resume: (job, index) => run(job, index, reconcile),
    videosChanged(videoIds) {
      for (const videoId of videoIds) {
        const entry = busy.get(videoId);
        if (entry === undefined || deps.isStopped()) continue;
        try {
          check(entry.job, entry.index);
        } catch (cause) {
          retryLater(videoId, cause);
        }
      }
    },
  };
}
