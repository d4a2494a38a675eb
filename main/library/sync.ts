import type { AppErrorValue } from "../../shared/errors.ts";
import type { LibrarySync } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { VideoCache } from "./video-cache.ts";

export interface SyncDeps {
  cache: VideoCache;
  listOwn: VideosApi["listOwn"];
  /** Epoch ms. */
  now: () => number;
  onVideos: (videoIds: string[]) => void;
  onRemoved: (videoIds: string[]) => void;
  onState: () => void;
}

/** Brings the cache up to date with BigGo: all pages, each shown as it comes. */
export interface Sync {
  state(): LibrarySync;
  /** Runs one sync; a call during a sync waits for that one. Never rejects: the outcome is in `state`. */
  run(): Promise<void>;
  stop(): void;
}

const lastSyncFact = "library.lastSyncedAtMs";
const syncNumberFact = "library.syncNumber";

/** Builds the sync over the cache. */
export function createSync({ cache, listOwn, now, onVideos, onRemoved, onState }: SyncDeps): Sync {
  let running: Promise<void> | null = null;
  let error: AppErrorValue | null = null;
  const stopping = new AbortController();

  /** True when exactly as many videos were seen as BigGo says there are: only then what was not seen is gone. */
  const readAllPages = async (syncNumber: number): Promise<boolean> => {
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      const { videos, total } = await listOwn(page, stopping.signal);
      stopping.signal.throwIfAborted();
      for (const video of videos) seen.add(video.videoId);
      cache.put(videos, syncNumber);
      onVideos(videos.map((video) => video.videoId));
      if (videos.length === 0 || seen.size >= total) return seen.size === total;
    }
  };

  const syncOnce = async () => {
    const mark = cache.mark();
    const syncNumber = Number(cache.readFact(syncNumberFact) ?? 0) + 1;
    cache.writeFact(syncNumberFact, String(syncNumber));
    // A video added or deleted meanwhile shifts the pages, and one can slip through: then the list is read once more.
    const complete = (await readAllPages(syncNumber)) || (await readAllPages(syncNumber));
    if (complete) onRemoved(cache.removeUnseen(syncNumber, mark));
    cache.writeFact(lastSyncFact, String(now()));
  };

  const run = async () => {
    error = null;
    onState();
    try {
      await syncOnce();
    } catch (cause) {
      error = toErrorValue(cause);
    } finally {
      running = null;
    }
    if (!stopping.signal.aborted) onState();
  };

  return {
    state() {
      const last = cache.readFact(lastSyncFact);
      return {
        state: running === null ? "idle" : "syncing",
        lastSyncedAtMs: last === null ? null : Number(last),
        error,
      };
    },
    run() {
      if (stopping.signal.aborted) return Promise.resolve();
      running ??= Promise.resolve().then(run);
      return running;
    },
    stop: () => stopping.abort(),
  };
}
