import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";

export interface FreshReadsDeps {
  videos: Pick<VideosApi, "get" | "listOwn">;
  /** The cached video, with saved changes applied. */
  known: (videoId: string) => Video | undefined;
}

/**
 * Reads of BigGo that never return data older than what was saved or deleted here: a response that was in flight during
 * the change may describe the earlier state.
 */
export interface FreshReads extends Pick<VideosApi, "get" | "listOwn"> {
  /** BigGo has just confirmed a change to the video. */
  saved(videoId: string): void;
  /** BigGo has just confirmed that the video is deleted. */
  deleted(videoId: string): void;
}

/** How often a video that keeps being saved is read before the last response is used as it is. */
const maxTries = 3;

/** Wraps the calls of the videos API. */
export function createFreshReads({ videos, known }: FreshReadsDeps): FreshReads {
  /** Changes since the oldest read in flight began, each with its position in the order of changes. */
  const changes = new Map<string, { at: number; deleted: boolean }>();
  let order = 0;
  let inFlight = 0;

  const recordChange = (videoId: string, deleted: boolean) => {
    order += 1;
    if (inFlight > 0) changes.set(videoId, { at: order, deleted });
  };
  const isChangedSince = (videoId: string, since: number) => (changes.get(videoId)?.at ?? 0) > since;

  const trackRead = async <T>(read: (since: number) => Promise<T>): Promise<T> => {
    inFlight += 1;
    try {
      return await read(order);
    } finally {
      inFlight -= 1;
      if (inFlight === 0) changes.clear();
    }
  };

  const withSavedDetails = (video: Video): Video => {
    const { description, access, productCount } = known(video.videoId) ?? video;
    return { ...video, description, access, productCount };
  };

  return {
    saved: (videoId) => recordChange(videoId, false),
    deleted: (videoId) => recordChange(videoId, true),
    async get(videoId, signal) {
      for (let tries = 1; ; tries += 1) {
        const [video, isStale] = await trackRead(async (since) => {
          const response = await videos.get(videoId, signal);
          return [response, isChangedSince(videoId, since)];
        });
        // A single video has more fields than the cache, so it is read again rather than patched.
        if (!isStale || tries === maxTries) return video;
      }
    },
    listOwn: (page, signal) =>
      trackRead(async (since) => {
        const response = await videos.listOwn(page, signal);
        const read = response.videos.flatMap((video) => {
          if (!isChangedSince(video.videoId, since)) return [video];
          return changes.get(video.videoId)?.deleted === true ? [] : [withSavedDetails(video)];
        });
        // Count dropped rows as unreadable, or the page would look shorter than it is on BigGo.
        return { ...response, videos: read, unreadable: response.unreadable + response.videos.length - read.length };
      }),
  };
}
