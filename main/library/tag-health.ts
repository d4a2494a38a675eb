import type { After } from "../foundation/clock.ts";
export interface TagHealthDeps {
  /** Videos with products, and when each was last read individually (epoch ms; 0: never). */
  candidates: () => { videoId: string; seenAtMs: number }[];
  /** Reads one video from BigGo. Rejects when BigGo cannot be reached or refuses. */
  check: (videoId: string) => Promise<void>;
  now: () => number;
  after: After;
}

/** Finds offline and deleted products on all of the user's videos within a day of running. */
export interface TagHealth {
  /** Starts checking in the background; a no-op when already started. */
  start(): void;
  stop(): void;
}

/** A video read longer ago than this is due, ms: short enough that each is checked once a day. */
const freshMs = 18 * 3600_000;
/** Delay between two requests, ms: a thousand videos take a quarter of an hour at an unnoticeable load. */
const gapMs = 900;
/** Delay before the next attempt when requests fail, ms. */
const retryMs = 10 * 60_000;
/** Delay before the next check when nothing is due, ms. */
const idleMs = 3600_000;

/** After this many consecutive failures BigGo, not the video, is taken to be the problem. */
const maxFailures = 3;

/** Builds the check; it reads one video at a time. */
export function createTagHealth({ candidates, check, now, after }: TagHealthDeps): TagHealth {
  /** When reading a video last failed: others are tried first. */
  const failedAtMs = new Map<string, number>();
  let failures = 0;
  let cancel: (() => void) | null = null;
  let stopped = false;

  const schedule = (ms: number) => {
    if (stopped) return;
    cancel = after(ms, () => void checkNext());
  };
  const lastAttemptMs = ({ videoId, seenAtMs }: { videoId: string; seenAtMs: number }) =>
    Math.max(seenAtMs, failedAtMs.get(videoId) ?? 0);
  /** A time in the future was taken before the clock was set back: its age is unknown, so it counts as old. */
  const isLongerAgo = (atMs: number, ms: number) => atMs > now() || now() - atMs > ms;
  const isDue = (candidate: { videoId: string; seenAtMs: number }) =>
    isLongerAgo(candidate.seenAtMs, freshMs) && isLongerAgo(failedAtMs.get(candidate.videoId) ?? 0, retryMs);
  const checkNext = async () => {
    let oldest: { videoId: string; seenAtMs: number } | null = null;
    for (const candidate of candidates()) {
      if (isDue(candidate) && (oldest === null || lastAttemptMs(candidate) < lastAttemptMs(oldest))) oldest = candidate;
    }
    if (oldest === null) return schedule(failedAtMs.size > 0 ? retryMs : idleMs);
    const succeeded = await check(oldest.videoId).then(
      () => true,
      () => false,
    );
    if (succeeded) failedAtMs.delete(oldest.videoId);
    else failedAtMs.set(oldest.videoId, now());
    failures = succeeded ? 0 : failures + 1;
    schedule(failures >= maxFailures ? retryMs : gapMs);
  };

  return {
    start() {
      if (cancel === null) schedule(gapMs);
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
