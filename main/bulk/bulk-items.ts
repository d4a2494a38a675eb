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
  put: (job: StoredJob, place: number, item: StoredItem) => void;
  isStopped: () => boolean;
  /** A video is settled: another one can be begun. */
  onSettled: () => void;
  /** Nothing can be stored or asked for now: nothing more is begun for so many ms. */
  onTrouble: (ms: number) => void;
  /** One video has to wait: it comes again after so many ms, the others go on. */
  onLater: (ms: number) => void;
  /** The key was refused: nothing goes on until somebody has signed in again. */
  onSignedOut: (error: AppErrorValue) => void;
}

/** The videos of jobs that are on their way. */
export interface BulkItems {
  isBusy(videoId: string): boolean;
  busyCount(): number;
  /** Carries out an item that waits. */
  begin(job: StoredJob, place: number): void;
  /** Goes on with an item that was on its way when the app ended. */
  takeUp(job: StoredJob, place: number): void;
  videosChanged(videoIds: readonly string[]): void;
}

/** How soon what could not be stored or reached is tried again, ms. */
const retryMs = 15_000;
const maxWaitMs = 3600_000;
/** A video that fails so often in a row for a reason that may pass is given up; it can be tried again by hand. */
const maxTries = 5;

/** What stands in the way of every video alike. */
const commonCodes = new Set<ErrorCode>(["no-network", "rate-limited", "internal", "tls"]);

const gone = () => new AppError("video-gone", "The library does not know this video").value;

const fieldNames = (patch: object) => Object.keys(patch) as (keyof CurrentDetails)[];

function isSame(field: keyof CurrentDetails, a: DetailsPatch, b: Partial<CurrentDetails>): boolean {
  if (field !== "products") return a[field] === b[field];
  return a.products !== undefined && b.products !== undefined && sameProducts(a.products, b.products);
}

/** Builds what carries out the items of jobs. */
export function createBulkItems(deps: BulkItemsDeps): BulkItems {
  const { library, put } = deps;
  /** What is on its way, by its video: one job at a time changes a video. */
  const busy = new Map<string, { job: StoredJob; place: number }>();
  const tries = new Map<string, number>();

  const settle = (job: StoredJob, place: number, outcome: Partial<StoredItem>) => {
    const item = job.items[place];
    if (item === undefined) return;
    put(job, place, { ...item, error: null, ...outcome });
    busy.delete(item.videoId);
    deps.onSettled();
  };
  const fail = (job: StoredJob, place: number, error: AppErrorValue) => settle(job, place, { state: "failed", error });

  /** The video's details now; null when the library does not know it. */
  const standing = async (videoId: string, withProducts: boolean): Promise<CurrentDetails | null> => {
    const details = library.details(videoId);
    if (details === null || !withProducts) return details && { ...details, products: [] };
    const products: readonly TaggedProduct[] = await library.products(videoId);
    return { ...(library.details(videoId) ?? details), products };
  };

  /** What an undo puts back: the fields that are still as the job left them. */
  const undoPatch = (of: string, videoId: string, details: CurrentDetails): DetailsPatch => {
    const done = deps.jobs(of)?.items.find((item) => item.videoId === videoId);
    if (done?.patch == null || done.before === null) throw new AppError("not-found", "What was there is not known");
    const { patch, before } = done;
    const still = fieldNames(before).filter((field) => isSame(field, patch, details));
    return Object.fromEntries(still.map((field) => [field, before[field]]));
  };

  const wantedOf = (job: StoredJob, place: number, details: CurrentDetails): ReturnType<typeof changeOf> => {
    const { action } = job;
    const item = job.items[place];
    if (action.kind === "undo") return { patch: undoPatch(action.of, item?.videoId ?? "", details), error: null };
    if (action.kind === "table") return { patch: onlyChanged(item?.patch ?? {}, details), error: null };
    if (action.kind === "delete") return { patch: {}, error: null };
    const fileName = library.fileName(item?.videoId ?? "");
    return changeOf(action, details, { fileName, atMs: job.madeAtMs, n: place + 1 });
  };

  const wantsProducts = ({ action, items }: StoredJob, place: number): boolean => {
    const item = items[place];
    if (action.kind === "table") return item?.patch?.products !== undefined;
    if (action.kind !== "undo") return needsProducts(action);
    const done = deps.jobs(action.of)?.items.find(({ videoId }) => videoId === item?.videoId);
    return done?.before?.products !== undefined;
  };

  /** Whether BigGo has the change, has refused it, or is still to be told. */
  const check = (job: StoredJob, place: number) => {
    const item = job.items[place];
    if (item?.state !== "running") return;
    const { videoId, patch } = item;
    if (library.details(videoId) === null) return fail(job, place, gone());
    const pending = library.pending(videoId);
    const fields = fieldNames(patch ?? {}).filter((field) => pending !== null && field in pending.patch);
    if (pending === null || fields.length === 0) return settle(job, place, { state: "done" });
    const refused = fields.flatMap((field) => pending.held[field] ?? []);
    if (refused[0] !== undefined) return fail(job, place, refused[0]);
    if (fields.some((field) => field in pending.theirs)) {
      const told = new AppError("edited-elsewhere", "Somebody else changed the same", {
        details: { name: fields[0] ?? "" },
      });
      fail(job, place, told.value);
    }
  };

  const changeVideo = async (job: StoredJob, place: number, videoId: string) => {
    const details = await standing(videoId, wantsProducts(job, place));
    const item = job.items[place];
    // Called off while BigGo was asked.
    if (deps.isStopped() || item?.state !== "waiting") return settle(job, place, {});
    if (details === null) return fail(job, place, gone());
    const { patch, error } = wantedOf(job, place, details);
    if (error !== null) return fail(job, place, error);
    if (fieldNames(patch).length === 0) return settle(job, place, { state: "unchanged" });
    // A title that nobody knows here cannot be put back, and is left out.
    const before = fieldNames(patch).flatMap((field) => (details[field] === null ? [] : [[field, details[field]]]));
    // Stored before the edit: were the order turned, a crash in between would take the video out of the undo.
    put(job, place, { ...item, state: "running", patch, before: Object.fromEntries(before), error: null });
    library.edit(videoId, patch);
    check(job, place);
  };

  /** Whether what an item was to change stands here and is only to be sent; the person may have dropped it since. */
  const standsHere = ({ videoId, patch, before }: StoredItem): boolean => {
    const pending = library.pending(videoId);
    return before !== null && pending !== null && fieldNames(patch ?? {}).some((field) => field in pending.patch);
  };

  /** What was refused before stands here already: it is only to be sent again. */
  const sendAgain = (job: StoredJob, place: number, item: StoredItem): Promise<void> => {
    put(job, place, { ...item, state: "running", error: null });
    library.saveEdit(item.videoId);
    return reconcile(job, place);
  };

  const carryOut = async (job: StoredJob, place: number) => {
    const item = job.items[place];
    if (item === undefined) return;
    if (job.action.kind === "delete") {
      await library.remove(item.videoId);
      if (!deps.isStopped()) settle(job, place, { state: "done" });
    } else if (standsHere(item)) await sendAgain(job, place, item);
    else await changeVideo(job, place, item.videoId);
  };

  /** Of an item that is on its way nobody knows whether its edit was stored: what stands tells. */
  const reconcile = async (job: StoredJob, place: number) => {
    const item = job.items[place];
    if (item?.state !== "running") return;
    // What was to be sent cannot be read any more: nobody knows what it was.
    if (item.patch === null)
      return fail(job, place, new AppError("internal", "The stored change makes no sense").value);
    const { videoId, patch, before } = item;
    const details = await standing(videoId, patch.products !== undefined);
    if (deps.isStopped()) return;
    const isAsBefore =
      details !== null && fieldNames(before ?? {}).every((field) => isSame(field, before as DetailsPatch, details));
    if (library.pending(videoId) === null && isAsBefore && before !== null) library.edit(videoId, patch);
    check(job, place);
  };

  /** It is still as it was stored. */
  const comesAgain = (videoId: string, cause: unknown) => {
    busy.delete(videoId);
    if (deps.isStopped()) return;
    const { code } = toErrorValue(cause);
    const asked = cause instanceof BigGoError ? (cause.retryAfterMs ?? retryMs) : retryMs;
    if (commonCodes.has(code) || signInCodes.has(code)) {
      deps.onTrouble(Math.min(maxWaitMs, Math.max(retryMs, asked)));
    } else deps.onLater(retryMs);
  };

  const onFailed = (job: StoredJob, place: number, videoId: string, cause: unknown) => {
    const error = toErrorValue(cause);
    if (signInCodes.has(error.code)) {
      deps.onSignedOut(error);
      throw cause;
    }
    const count = (tries.get(videoId) ?? 0) + 1;
    tries.set(videoId, count);
    if (error.retryable && (commonCodes.has(error.code) || count < maxTries)) throw cause;
    tries.delete(videoId);
    fail(job, place, error);
  };

  const run = (job: StoredJob, place: number, work: (job: StoredJob, place: number) => Promise<void>) => {
    const { videoId } = job.items[place] ?? { videoId: "" };
    busy.set(videoId, { job, place });
    work(job, place)
      .catch((cause: unknown) => {
        if (deps.isStopped()) throw cause;
        onFailed(job, place, videoId, cause);
      })
      .catch((cause: unknown) => comesAgain(videoId, cause));
  };

  return {
    isBusy: (videoId) => busy.has(videoId),
    busyCount: () => busy.size,
    begin: (job, place) => run(job, place, carryOut),
    takeUp: (job, place) => run(job, place, reconcile),
    videosChanged(videoIds) {
      for (const videoId of videoIds) {
        const entry = busy.get(videoId);
        if (entry === undefined || deps.isStopped()) continue;
        try {
          check(entry.job, entry.place);
        } catch (cause) {
          comesAgain(videoId, cause);
        }
      }
    },
  };
}
