import { saysGone } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";

export interface StatusWatchDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** The videos that are not complete yet. */
  pending: () => Set<string>;
  onVideos: (videos: Video[]) => void;
  onGone: (videoId: string) => void;
  after: (ms: number, run: () => void) => () => void;
}

/** Watches processing until COMPLETE. BigGo has no push: the listing is read for all pending videos at once. */
export interface StatusWatch {
  /** Something may be pending: see that it is watched. */
  begin(): void;
  /** The person is looking: look now, and often again. */
  poke(): void;
  stop(): void;
}

const firstDelayMs = 2000;
const longestDelayMs = 60_000;
const slowdown = 1.4;
/** Pending videos are the newest; what is not on these pages is asked for by id. */
const mostPages = 3;

/** Builds the watch; it rests while nothing is pending. */
export function createStatusWatch({ videos, pending, onVideos, onGone, after }: StatusWatchDeps): StatusWatch {
  let delayMs = firstDelayMs;
  let callOff: (() => void) | null = null;
  let looking = false;
  let stopped = false;

  const readListing = async (wanted: Set<string>): Promise<void> => {
    for (let page = 1; page <= mostPages && wanted.size > 0; page += 1) {
      const listed = (await videos.listOwn(page)).videos;
      if (stopped || listed.length === 0) return;
      for (const video of listed) wanted.delete(video.videoId);
      onVideos(listed);
    }
  };

  const readOne = async (videoId: string): Promise<void> => {
    try {
      const video = await videos.get(videoId);
      if (!stopped) onVideos([video]);
    } catch (error) {
      if (saysGone(error) && !stopped) onGone(videoId);
    }
  };

  const look = async () => {
    const wanted = pending();
    if (wanted.size === 0) return;
    looking = true;
    try {
      await readListing(wanted);
      for (const videoId of wanted) if (!stopped) await readOne(videoId);
    } catch {
      // Unreachable for now: the next look tells.
    } finally {
      looking = false;
    }
    if (stopped || pending().size === 0) return;
    schedule(delayMs);
    delayMs = Math.min(longestDelayMs, delayMs * slowdown);
  };

  const schedule = (ms: number) => {
    callOff?.();
    callOff = after(ms, () => {
      callOff = null;
      void look();
    });
  };

  const soon = () => {
    delayMs = firstDelayMs;
    if (!looking && !stopped && pending().size > 0) schedule(500);
  };

  return {
    begin() {
      if (callOff === null) soon();
    },
    poke: soon,
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}
