import { saysGone } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";

export interface StatusWatchDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** The videos that are not complete yet. */
  pending: () => Set<string>;
  onVideos: (videos: Video[]) => void;
  onGone: (videoId: string) => void;
  /** Epoch ms. */
  now: () => number;
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
const maxDelayMs = 60_000;
const slowdown = 1.4;
/** Videos on a page (source: BigGo). Pending videos are the newest; what is not on their pages is asked for by id. */
const pageSize = 20;
/** So many are asked for by id at each look; the others have their turn at the next. */
const maxSingle = 20;

/** A video that was only just made may be missing for a moment: it is gone when so many looks over so long say so, ms. */
const goneLooks = 4;
const goneAfterMs = 60_000;

/** Builds the watch; it rests while nothing is pending. */
export function createStatusWatch({ videos, pending, onVideos, onGone, now, after }: StatusWatchDeps): StatusWatch {
  let delayMs = firstDelayMs;
  let cancel: (() => void) | null = null;
  let looking = false;
  let stopped = false;
  /** Since when videos are missing, and how many looks have said so. */
  const missing = new Map<string, { sinceMs: number; reconcileAttempts: number }>();

  /** Which were asked for by id, in what order: the one that has waited longest has its turn. */
  const asked = new Map<string, number>();
  let turn = 0;

  const isGoneForGood = (videoId: string): boolean => {
    const { sinceMs, reconcileAttempts } = missing.get(videoId) ?? { sinceMs: now(), reconcileAttempts: 0 };
    missing.set(videoId, { sinceMs, reconcileAttempts: reconcileAttempts + 1 });
    return reconcileAttempts + 1 >= goneLooks && Math.abs(now() - sinceMs) >= goneAfterMs;
  };
  const take = (seen: Video[]) => {
    for (const { videoId } of seen) missing.delete(videoId);
    onVideos(seen);
  };

  const readListing = async (wanted: Set<string>): Promise<void> => {
    const maxPages = Math.ceil(wanted.size / pageSize) + 1;
    for (let page = 1; page <= maxPages && wanted.size > 0; page += 1) {
      const listed = (await videos.listOwn(page)).videos;
      if (stopped || listed.length === 0) return;
      for (const video of listed) wanted.delete(video.videoId);
      take(listed);
    }
  };

  const readOne = async (videoId: string): Promise<void> => {
    try {
      const video = await videos.get(videoId);
      if (!stopped) take([video]);
    } catch (error) {
      if (!saysGone(error) || stopped || !isGoneForGood(videoId)) return;
      missing.delete(videoId);
      onGone(videoId);
    }
  };

  const look = async () => {
    const wanted = pending();
    if (wanted.size === 0) return;
    looking = true;
    try {
      await readListing(wanted);
      const lastAsked = (videoId: string) => asked.get(videoId) ?? 0;
      const single = [...wanted].sort((a, b) => lastAsked(a) - lastAsked(b)).slice(0, maxSingle);
      for (const videoId of single) {
        if (stopped) break;
        turn += 1;
        asked.set(videoId, turn);
        await readOne(videoId);
      }
    } catch {
      // Unreachable for now: the next look tells.
    } finally {
      looking = false;
    }
    if (stopped || pending().size === 0) return;
    schedule(delayMs);
    delayMs = Math.min(maxDelayMs, delayMs * slowdown);
  };

  const schedule = (ms: number) => {
    cancel?.();
    cancel = after(ms, () => {
      cancel = null;
      void look();
    });
  };

  const soon = () => {
    delayMs = firstDelayMs;
    if (!looking && !stopped && pending().size > 0) schedule(500);
  };

  return {
    begin() {
      if (cancel === null) soon();
    },
    poke: soon,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
