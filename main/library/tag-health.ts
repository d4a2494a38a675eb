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

/** Builds the check; it asks for one video at a time. */
export function createTagHealth({ candidates, check, now, after }: TagHealthDeps): TagHealth {
  let callOff: (() => void) | null = null;
  let stopped = false;

  const next = (ms: number) => {
    if (stopped) return;
    callOff = after(ms, () => void look());
  };
  const look = async () => {
    const due = candidates().filter(({ seenAtMs }) => now() - seenAtMs > freshMs);
    const first = due.sort((a, b) => a.seenAtMs - b.seenAtMs)[0];
    if (first === undefined) return next(restMs);
    const asked = await check(first.videoId).then(
      () => true,
      () => false,
    );
    next(asked ? gapMs : retryMs);
  };

  return {
    begin() {
      if (callOff === null) next(gapMs);
    },
    stop() {
      stopped = true;
      callOff?.();
    },
  };
}
