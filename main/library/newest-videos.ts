import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { Sync } from "./sync.ts";
import type { VideoCache } from "./video-cache.ts";

export interface NewestVideosDeps {
  cache: VideoCache;
  listOwn: VideosApi["listOwn"];
  sync: () => Sync;
  receive: (videos: Video[]) => void;
  after: (ms: number, run: () => void) => () => void;
}

/** What the upload engine asks of the library: which videos were there before an attempt, and which are new. */
export interface NewestVideos {
  /** What has been seen so far; `newestKnownMs` is by BigGo's clock, null before the first listing was read. */
  seen(): { libraryMark: number; newestKnownMs: number | null };
  /** Whether a video had been seen when that mark was taken. */
  wasSeenBefore(videoId: string, mark: number): boolean;
  /**
   * Has the newest of BigGo's listing read within the last seconds: resolves when that is so, or could not be done.
   * Never rejects.
   */
  catchUp(): Promise<void>;
  /** The whole listing was read just now. */
  wholeRead(): void;
}

/** A listing this old, ms, still says what is on BigGo; a slower read than this is not waited for. */
const freshMs = 10_000;
const catchUpMs = 5000;
/** Nobody makes more pages of videos elsewhere between two looks. */
const maxNewPages = 5;

/** Builds it over the library's cache. */
export function createNewestVideos({ cache, listOwn, sync, receive, after }: NewestVideosDeps): NewestVideos {
  let listedAtMs = Number.NEGATIVE_INFINITY;
  const wholeRead = () => {
    listedAtMs = performance.now();
  };

  /** Reads the listing, newest first, down to what was known before. */
  const readNewest = async () => {
    for (let page = 1; page <= maxNewPages; page += 1) {
      const { videos } = await listOwn(page);
      const reachedKnown = videos.length === 0 || videos.some(({ videoId }) => cache.get(videoId) !== undefined);
      receive(videos);
      if (reachedKnown) break;
    }
    wholeRead();
  };

  return {
    wholeRead,
    seen() {
      const known = [...cache.all().values()];
      const newest = known.reduce((last, { video }) => Math.max(last, video.createdAtMs), 0);
      const asked = known.length > 0 || sync().state().lastSyncedAtMs !== null;
      return { libraryMark: cache.mark(), newestKnownMs: asked ? newest : null };
    },
    wasSeenBefore: (videoId, mark) => (cache.get(videoId)?.firstSeen ?? Number.POSITIVE_INFINITY) <= mark,
    async catchUp() {
      if (performance.now() - listedAtMs < freshMs) return;
      const tooLong = new Promise<void>((resolve) => after(catchUpMs, resolve));
      const read = sync().state().lastSyncedAtMs === null ? sync().run() : readNewest();
      await Promise.race([read, tooLong]).catch(() => {});
    },
  };
}
