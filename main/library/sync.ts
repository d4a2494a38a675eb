import type { AppErrorValue } from "../../shared/errors.ts";
import type { LibrarySync } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { VideoPage, VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { readListing } from "./read-listing.ts";
import { createPageReader, type PageReader } from "./read-pages.ts";
import type { VideoCache } from "./video-cache.ts";

export interface SyncDeps {
  cache: VideoCache;
  listOwn: VideosApi["listOwn"];
  /** Epoch ms. */
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
  /** Videos as BigGo lists them now, and which of them look different than before. */
  onVideos: (videos: Video[], changed: string[]) => void;
  /** Whether BigGo says of a video by itself that it is gone. Never rejects: what cannot be asked is not gone. */
  isGone: (videoId: string) => Promise<boolean>;
  onRemoved: (videoIds: string[]) => void;
  /** Every video was read, and nothing slipped through: the cache is what the account is. */
  onWhole: () => void;
  onState: () => void;
}

/** How much is read: only what is new where nothing else can have changed, or every page. */
type Extent = "new" | "all";

/** Brings the cache up to date with BigGo, each page shown as it comes. */
export interface Sync {
  state(): LibrarySync;
  /**
   * Runs one sync; a call during a sync waits for that one, and for another when that one reads less. Never rejects:
   * the outcome is in `state`.
   */
  run(extent?: Extent): Promise<void>;
  stop(): void;
}

const lastSyncFact = "library.lastSyncedAtMs";
/** When every page was last read and nothing slipped through. */
const lastWholeFact = "library.lastWholeAtMs";
/** Figures, and what was edited elsewhere, change on any page: every page is read this often. */
const wholeEveryMs = 6 * 3600_000;
/** The listing is looked at this often while the app runs. */
const everyMs = 15 * 60_000;
/** A video is young for so long, ms. */
const youngMs = 24 * 3600_000;
/** So many readings in a row are spoilt by changes before the rest is left to the next sync. */
const maxReadings = 8;

/** Builds the sync over the cache. */
export function createSync({
  cache,
  listOwn,
  now,
  after,
  isGone,
  onVideos,
  onRemoved,
  onWhole,
  onState,
}: SyncDeps): Sync {
  let running: Promise<void> | null = null;
  let runningExtent: Extent = "new";
  let error: AppErrorValue | null = null;
  let progress: LibrarySync["progress"] = null;
  let cancel = () => {};
  /** Rows of the listing that are no videos, as of the last whole reading. */
  let unreadable = 0;
  const stopping = new AbortController();
  const { signal } = stopping;

  const readFact = (name: string) => {
    const value = cache.readFact(name);
    return value === null ? null : Number(value);
  };

  const take = (videos: Video[]) => onVideos(videos, cache.put(videos));

  /** Down to the first page with a video that is known; true when what is new explains how many there are. */
  const readNew = async (reader: PageReader, first: VideoPage): Promise<boolean> => {
    for (let at = 1, page = first; ; at += 1, page = await reader.read(at)) {
      const isReached = page.videos.length === 0 || page.videos.some(({ videoId }) => cache.get(videoId) !== undefined);
      take(page.videos);
      if (page.total !== first.total) return false;
      if (!isReached) continue;
      // What came while further pages were read is on the first one.
      const again = at === 1 ? page : await reader.read(1);
      const isSteady =
        again.total === first.total && again.videos.every(({ videoId }) => cache.get(videoId) !== undefined);
      return isSteady && cache.all().size + unreadable === again.total;
    }
  };

  /** A listing may lag: what was made lately and is not on it is asked for by itself before it is taken to be gone. */
  const removeUnseen = async (seen: ReadonlySet<string>, mark: number): Promise<void> => {
    const removed: string[] = [];
    for (const { videoId, createdAtMs } of cache.unseen(seen, mark)) {
      const isYoung = Math.abs(now() - createdAtMs) < youngMs;
      if (!isYoung || (await isGone(videoId))) removed.push(videoId);
    }
    if (removed.length === 0 || signal.aborted) return;
    cache.removeAll(removed);
    onRemoved(removed);
  };

  /** `mark` is taken before the first page is asked for: what comes while it is under way is not on it. */
  const readAll = async (reader: PageReader, start: { first: VideoPage; mark: number }): Promise<void> => {
    let { first, mark } = start;
    for (let readings = 1; ; readings += 1) {
      let read = 0;
      const seen = await readListing(reader, first, (videos, total) => {
        take(videos);
        read += videos.length;
        progress = { read: Math.min(read, total), total };
        onState();
      });
      if (seen.verified) {
        unreadable = seen.unreadable;
        await removeUnseen(seen.ids, mark);
        cache.writeFact(lastWholeFact, String(now()));
        onWhole();
        return;
      }
      // What is never the same twice is shown as far as it was seen, and nothing of it is taken to be gone.
      if (readings === maxReadings) return;
      mark = cache.mark();
      first = await reader.read(1);
    }
  };

  const syncOnce = async (extent: Extent) => {
    const reader = createPageReader({ list: listOwn, after, signal });
    const lastWhole = readFact(lastWholeFact);
    let mark = cache.mark();
    let first = await reader.read(1);
    const isDue = extent === "all" || lastWhole === null || Math.abs(now() - lastWhole) > wholeEveryMs;
    if (!isDue && (await readNew(reader, first))) {
      cache.writeFact(lastSyncFact, String(now()));
      return;
    }
    if (!isDue) {
      mark = cache.mark();
      first = await reader.read(1);
    }
    await readAll(reader, { first, mark });
    cache.writeFact(lastSyncFact, String(now()));
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
    cancel = after(everyMs, () => void begin("new"));
    onState();
  };

  const begin = (extent: Extent): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    if (running !== null && extent === "all" && runningExtent === "new") return running.then(() => begin(extent));
    if (running === null) {
      runningExtent = extent;
      running = Promise.resolve().then(() => run(extent));
    }
    return running;
  };

  return {
    state: () => ({
      state: running === null ? "idle" : "syncing",
      lastSyncedAtMs: readFact(lastSyncFact),
      progress,
      error,
    }),
    run: (extent = "new") => begin(extent),
    stop() {
      stopping.abort();
      cancel();
    },
  };
}
