export interface TagHealthDeps {
  /** Videos with products, and when those were last asked for one by one (epoch ms; 0: never). */
  candidates: () => { videoId: string; seenAtMs: number }[];
  /** Asks BigGo for one video. Rejects when it cannot be asked. */
  check: (videoId: string) => Promise<void>;
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** Finds products that went offline or are gone, on all own videos, within a day of use. */
export interface TagHealth {
  /** Looks whether anything is due, and goes on by itself. */
  begin(): void;
  stop(): void;
}

/** What was seen this long ago is asked for again: a run a day is over well within it. */
const freshMs = 18 * 3600_000;
/** Between two questions: whoever has a thousand videos asks for a quarter of an hour, and nobody notices. */
const gapMs = 900;
/** Until the next try when BigGo cannot be asked. */
const retryMs = 10 * 60_000;
const restMs = 3600_000;

/** So many in a row that cannot be asked for are no longer their own fault. */
const maxFailures = 3;

/** Builds the check; it asks for one video at a time. */
export function createTagHealth({ candidates, check, now, after }: TagHealthDeps): TagHealth {
  /** When a video could not be asked for: another one comes first. */
  const failedAtMs = new Map<string, number>();
  let failures = 0;
  let cancel: (() => void) | null = null;
  let stopped = false;

  const next = (ms: number) => {
    if (stopped) return;
    cancel = after(ms, () => void look());
  };
  const triedAtMs = ({ videoId, seenAtMs }: { videoId: string; seenAtMs: number }) =>
    Math.max(seenAtMs, failedAtMs.get(videoId) ?? 0);
  const isDue = (candidate: { videoId: string; seenAtMs: number }) =>
    now() - candidate.seenAtMs > freshMs && now() - (failedAtMs.get(candidate.videoId) ?? 0) > retryMs;
  const look = async () => {
    let first: { videoId: string; seenAtMs: number } | null = null;
    for (const candidate of candidates()) {
      if (isDue(candidate) && (first === null || triedAtMs(candidate) < triedAtMs(first))) first = candidate;
    }
    if (first === null) return next(failedAtMs.size > 0 ? retryMs : restMs);
    const asked = await check(first.videoId).then(
      () => true,
      () => false,
    );
    if (asked) failedAtMs.delete(first.videoId);
    else failedAtMs.set(first.videoId, now());
    failures = asked ? 0 : failures + 1;
    next(failures >= maxFailures ? retryMs : gapMs);
  };

  return {
    begin() {
      if (cancel === null) next(gapMs);
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
