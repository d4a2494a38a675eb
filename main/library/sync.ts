import type { AppErrorValue } from "../../shared/errors.ts";
import type { LibrarySync } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { VideoPage, VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { After } from "../foundation/clock.ts";
import { readListing } from "./read-listing.ts";
import { createPageReader, type PageReader } from "./read-pages.ts";
import { confirmRemovals } from "./sync-removals.ts";
import type { VideoCache } from "./video-cache.ts";

export interface SyncDeps {
  cache: VideoCache;
  listOwn: VideosApi["listOwn"];
  /** Epoch ms. */
  now: () => number;
  after: After;
  /** Videos as BigGo lists them now, and the ids of those that are new or have changed. */
  onVideos: (videos: Video[], changed: string[]) => void;
  /** Whether BigGo reports this video as gone when it is read by id. Never rejects: false when it cannot be read. */
  isGone: (videoId: string) => Promise<boolean>;
  /** BigGo has said about each of these videos that it is gone. */
  onRemoved: (videoIds: string[]) => void;
  /** Every video was read and none was missed: the cache matches the account. */
  onFullSync: () => void;
  onState: () => void;
}

/** How much to read: only new videos while the listing is otherwise unchanged, or every page. */
type Extent = "new" | "all";

/** Brings the cache up to date with BigGo; each page is published as it arrives. */
export interface Sync {
  state(): LibrarySync;
  /**
   * Runs one sync. A call during a sync waits for it, and then runs another if the running one reads less. Never
   * rejects: the outcome is in `state`.
   */
  run(extent?: Extent): Promise<void>;
  stop(): void;
}

const lastSyncFact = "library.lastSyncedAtMs";
/** When every page was last read and no video was missed. The stored name keeps its earlier wording. */
const lastFullSyncFact = "library.lastWholeAtMs";
/** Figures and edits made elsewhere can change any page, so every page is read this often, ms. */
const fullSyncIntervalMs = 6 * 3600_000;
/** The listing is checked this often while the app runs, ms. */
const syncIntervalMs = 15 * 60_000;
/** How often a full read is repeated when the listing changes meanwhile, before it is left to the next sync. */
const maxPasses = 8;

/** Builds the sync over the cache. */
export function createSync({
  cache,
  listOwn,
  now,
  after,
  isGone,
  onVideos,
  onRemoved,
  onFullSync,
  onState,
}: SyncDeps): Sync {
  let running: Promise<void> | null = null;
  let runningExtent: Extent = "new";
  let error: AppErrorValue | null = null;
  let progress: LibrarySync["progress"] = null;
  let cancel = () => {};
  /** Rows of the listing that are not valid videos, as of the last full read. */
  let unreadable = 0;
  const controller = new AbortController();
  const { signal } = controller;

  const isKnown = ({ videoId }: Video) => cache.summaries().has(videoId);
  const accept = (videos: Video[]) => onVideos(videos, cache.put(videos));

  /** Reads down to the first page with a known video; true when the new videos account for the listing's total. */
  const readNew = async (reader: PageReader, first: VideoPage): Promise<boolean> => {
    for (let pageNumber = 1, page = first; ; pageNumber += 1, page = await reader.read(pageNumber)) {
      const reachedKnown = page.videos.length === 0 || page.videos.some(isKnown);
      accept(page.videos);
      if (page.total !== first.total) return false;
      if (!reachedKnown) continue;
      // A video that arrived while later pages were read is on the first page.
      const firstAgain = pageNumber === 1 ? page : await reader.read(1);
      const isStable = firstAgain.total === first.total && firstAgain.videos.every(isKnown);
      return isStable && cache.summaries().size + unreadable === firstAgain.total;
    }
  };

  const removeGone = (reader: PageReader, seen: ReadonlySet<string>, mark: number): Promise<void> =>
    confirmRemovals(cache.unseen(seen, mark), {
      isGone,
      readAgain: async () => readListing(reader, await reader.read(1), accept),
      onGone(videoIds) {
        cache.removeAll(videoIds);
        onRemoved(videoIds);
      },
      signal,
    });

  /** `mark` is taken before the first page is requested: a video that arrives during the request is not on it. */
  const readAll = async (reader: PageReader, start: { first: VideoPage; mark: number }): Promise<void> => {
    let { first, mark } = start;
    for (let pass = 1; ; pass += 1) {
      let read = 0;
      const seen = await readListing(reader, first, (videos, total) => {
        accept(videos);
        read += videos.length;
        progress = { read: Math.min(read, total), total };
        onState();
      });
      if (seen.verified) {
        unreadable = seen.unreadable;
        await removeGone(reader, seen.ids, mark);
        cache.writeTime(lastFullSyncFact, now());
        onFullSync();
        return;
      }
      // The listing never stopped changing: keep what was read, and remove nothing.
      if (pass === maxPasses) return;
      mark = cache.mark();
      first = await reader.read(1);
    }
  };

  const syncOnce = async (extent: Extent) => {
    const reader = createPageReader({ list: listOwn, after, signal });
    const lastFullSyncAtMs = cache.readTime(lastFullSyncFact);
    let mark = cache.mark();
    let first = await reader.read(1);
    const isDue =
      extent === "all" || lastFullSyncAtMs === null || Math.abs(now() - lastFullSyncAtMs) > fullSyncIntervalMs;
    if (!isDue && (await readNew(reader, first))) {
      cache.writeTime(lastSyncFact, now());
      return;
    }
    if (!isDue) {
      mark = cache.mark();
      first = await reader.read(1);
    }
    await readAll(reader, { first, mark });
    cache.writeTime(lastSyncFact, now());
  };

  const run = async (extent: Extent) => {
    error = null;
    runningExtent = extent;
    cancel();
    onState();
    try {
      await syncOnce(extent);
    } catch (cause) {
      error = toErrorValue(cause);
    } finally {
      running = null;
      progress = null;
    }
    if (signal.aborted) return;
    cancel = after(syncIntervalMs, () => void startSync("new"));
    onState();
  };

  const startSync = (extent: Extent): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    if (running !== null && extent === "all" && runningExtent === "new") return running.then(() => startSync(extent));
    if (running === null) {
      runningExtent = extent;
      running = Promise.resolve().then(() => run(extent));
    }
    return running;
  };

  return {
    state: () => ({
      state: running === null ? "idle" : "syncing",
      lastSyncedAtMs: cache.readTime(lastSyncFact),
      progress,
      error,
    }),
    run: (extent = "new") => startSync(extent),
    stop() {
      controller.abort();
      cancel();
    },
  };
}
