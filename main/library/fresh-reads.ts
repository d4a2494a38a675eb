import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";

export interface FreshReadsDeps {
  videos: Pick<VideosApi, "get" | "listOwn">;
  /** The video as it is known here, with what was saved laid over it. */
  known: (videoId: string) => Video | undefined;
}

/**
 * Reads of BigGo that tell nothing older than what was saved or deleted from here: an answer that was under way
 * meanwhile says what was before.
 */
export interface FreshReads extends Pick<VideosApi, "get" | "listOwn"> {
  /** BigGo has confirmed a change of the video just now. */
  saved(videoId: string): void;
  /** BigGo has confirmed that the video is deleted. */
  deleted(videoId: string): void;
}

/** How often a video that is saved again and again is asked for before the last answer is taken. */
const maxTries = 3;

/** Builds them over the calls that they stand in for. */
export function createFreshReads({ videos, known }: FreshReadsDeps): FreshReads {
  /** What was changed since the oldest read that is under way began, each by its place in the order of changes. */
  const changes = new Map<string, { at: number; deleted: boolean }>();
  let order = 0;
  let underWay = 0;

  const note = (videoId: string, deleted: boolean) => {
    order += 1;
    if (underWay > 0) changes.set(videoId, { at: order, deleted });
  };
  const isChangedSince = (videoId: string, since: number) => (changes.get(videoId)?.at ?? 0) > since;

  const reading = async <T>(read: (since: number) => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await read(order);
    } finally {
      underWay -= 1;
      if (underWay === 0) changes.clear();
    }
  };

  const asSaved = (video: Video): Video => {
    const { description, access, productCount } = known(video.videoId) ?? video;
    return { ...video, description, access, productCount };
  };

  return {
    saved: (videoId) => note(videoId, false),
    deleted: (videoId) => note(videoId, true),
    async get(videoId, signal) {
      for (let tries = 1; ; tries += 1) {
        const [video, isOld] = await reading(async (since) => {
          const answer = await videos.get(videoId, signal);
          return [answer, isChangedSince(videoId, since)];
        });
        // A single video tells more than is known here: it is asked for again.
        if (!isOld || tries === maxTries) return video;
      }
    },
    listOwn: (page, signal) =>
      reading(async (since) => {
        const answer = await videos.listOwn(page, signal);
        const read = answer.videos.flatMap((video) => {
          if (!isChangedSince(video.videoId, since)) return [video];
          return changes.get(video.videoId)?.deleted === true ? [] : [asSaved(video)];
        });
        // What is left out was a row of BigGo's: without it the page would look shorter than BigGo's pages are.
        return { ...answer, videos: read, unreadable: answer.unreadable + answer.videos.length - read.length };
      }),
  };
}
