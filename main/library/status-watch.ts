import { saysGone } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { After } from "../foundation/clock.ts";

export interface StatusWatchDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** The videos that are not complete yet. */
  pending: () => Set<string>;
  onVideos: (videos: Video[]) => void;
  onGone: (videoId: string) => void;
  /** Epoch ms. */
  now: () => number;
  after: After;
}

/** Polls processing videos until COMPLETE. BigGo has no push; one listing request covers all pending videos. */
export interface StatusWatch {
  /** Starts polling if videos are pending and no poll is scheduled. */
  start(): void;
  /** The user is watching: polls soon, and resets the polling interval to its minimum. */
  pollSoon(): void;
  stop(): void;
}

const firstDelayMs = 2000;
const maxDelayMs = 60_000;
const slowdown = 1.4;
/** Videos per page (source: BigGo). Pending videos are the newest; those missing from these pages are read by id. */
const pageSize = 20;
/** Videos read by id per poll; the remaining ones are read in the next polls. */
const maxSingle = 20;

/** A new video may be missing briefly: it counts as gone after this many polls over this long (ms). */
const minGonePolls = 4;
const goneAfterMs = 60_000;

/** Builds the watch; it is idle while nothing is pending. */
export function createStatusWatch({ videos, pending, onVideos, onGone, now, after }: StatusWatchDeps): StatusWatch {
  let delayMs = firstDelayMs;
  let cancel: (() => void) | null = null;
  let polling = false;
  let stopped = false;
  /** Since when each video is missing, and in how many polls it was. */
  const missing = new Map<string, { sinceMs: number; polls: number }>();

  /** The turn in which each video was last read by id; the least recently read goes first. */
  const lastTurns = new Map<string, number>();
  let turn = 0;

  const isGoneForGood = (videoId: string): boolean => {
    const { sinceMs, polls } = missing.get(videoId) ?? { sinceMs: now(), polls: 0 };
    missing.set(videoId, { sinceMs, polls: polls + 1 });
    return polls + 1 >= minGonePolls && Math.abs(now() - sinceMs) >= goneAfterMs;
  };
  const accept = (seen: Video[]) => {
    for (const { videoId } of seen) missing.delete(videoId);
    onVideos(seen);
  };

  const readListing = async (wanted: Set<string>): Promise<void> => {
    const maxPages = Math.ceil(wanted.size / pageSize) + 1;
    for (let page = 1; page <= maxPages && wanted.size > 0; page += 1) {
      const listed = (await videos.listOwn(page)).videos;
      if (stopped || listed.length === 0) return;
      for (const video of listed) wanted.delete(video.videoId);
      accept(listed);
    }
  };

  const readOne = async (videoId: string): Promise<void> => {
    try {
      const video = await videos.get(videoId);
      if (!stopped) accept([video]);
    } catch (error) {
      if (!saysGone(error) || stopped || !isGoneForGood(videoId)) return;
      missing.delete(videoId);
      onGone(videoId);
    }
  };

  const poll = async () => {
    const wanted = pending();
    if (wanted.size === 0) return;
    polling = true;
    try {
      await readListing(wanted);
      const lastTurnOf = (videoId: string) => lastTurns.get(videoId) ?? 0;
      const single = [...wanted].sort((a, b) => lastTurnOf(a) - lastTurnOf(b)).slice(0, maxSingle);
      for (const videoId of single) {
        if (stopped) break;
        turn += 1;
        lastTurns.set(videoId, turn);
        await readOne(videoId);
      }
    } catch {
      // BigGo is unreachable; the next poll retries.
    } finally {
      polling = false;
    }
    if (stopped || pending().size === 0) return;
    schedule(delayMs);
    delayMs = Math.min(maxDelayMs, delayMs * slowdown);
  };

  const schedule = (ms: number) => {
    cancel?.();
    cancel = after(ms, () => {
      cancel = null;
      void poll();
    });
  };

  const pollSoon = () => {
    delayMs = firstDelayMs;
    if (!polling && !stopped && pending().size > 0) schedule(500);
  };

  return {
    start() {
      if (cancel === null) pollSoon();
    },
    pollSoon,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
