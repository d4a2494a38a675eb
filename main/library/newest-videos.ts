import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { After } from "../foundation/clock.ts";
import type { Sync } from "./sync.ts";
import type { VideoCache } from "./video-cache.ts";

export interface NewestVideosDeps {
  cache: VideoCache;
  listOwn: VideosApi["listOwn"];
  sync: () => Sync;
  receive: (videos: Video[]) => void;
  after: After;
  /** Ms since any fixed point, unaffected by changes of the clock; `performance.now` when undefined. */
  monotonicNow: (() => number) | undefined;
}

/** What the upload engine needs from the library: which videos existed before an attempt, and which are new. */
export interface NewestVideos {
  /** What has been seen so far; `newestKnownMs` is by BigGo's clock, and null before the first listing is read. */
  seen(): { libraryMark: number; newestKnownMs: number | null };
  /** Whether a video had already been seen when `mark` was taken. */
  wasSeenBefore(videoId: string, mark: number): boolean;
  /**
   * Makes sure that the newest videos of BigGo's listing were read within the last few seconds. Resolves when they
   * were, or when that failed or took too long. Never rejects.
   */
  catchUp(): Promise<void>;
  /** The listing has just been read. */
  markListed(): void;
}

/** How long a listing counts as fresh, and how long a read is awaited, ms. */
const freshMs = 10_000;
const catchUpMs = 5000;
/** Limit on pages per read; fewer new ones than this are added elsewhere between two reads. */
const maxNewPages = 5;

/** Builds it over the library's cache. */
export function createNewestVideos({ cache, listOwn, sync, receive, after, ...deps }: NewestVideosDeps): NewestVideos {
  const monotonicNow = deps.monotonicNow ?? (() => performance.now());
  let listedAtMs = Number.NEGATIVE_INFINITY;
  const markListed = () => {
    listedAtMs = monotonicNow();
  };

  /** Reads the listing, newest first, down to the first known video. */
  const readNewest = async () => {
    for (let page = 1; page <= maxNewPages; page += 1) {
      const { videos } = await listOwn(page);
      const reachedKnown = videos.length === 0 || videos.some(({ videoId }) => cache.summaries().has(videoId));
      receive(videos);
      if (reachedKnown) break;
    }
    markListed();
  };

  return {
    markListed,
    seen() {
      const known = cache.summaries();
      const newest = [...known.values()].reduce((latest, { createdAtMs }) => Math.max(latest, createdAtMs), 0);
      const hasListing = known.size > 0 || sync().state().lastSyncedAtMs !== null;
      return { libraryMark: cache.mark(), newestKnownMs: hasListing ? newest : null };
    },
    wasSeenBefore: (videoId, mark) => (cache.summaries().get(videoId)?.firstSeen ?? Number.POSITIVE_INFINITY) <= mark,
    async catchUp() {
      if (monotonicNow() - listedAtMs < freshMs) return;
      const timeout = new Promise<void>((resolve) => after(catchUpMs, resolve));
      const read = sync().state().lastSyncedAtMs === null ? sync().run() : readNewest();
      await Promise.race([read, timeout]).catch(() => {});
    },
  };
}
