import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideoPage } from "../biggo/videos.ts";

export interface ReadPagesDeps {
  /** One page of a listing, from 1. Rejects with BigGoError. */
  list: (page: number, signal: AbortSignal) => Promise<VideoPage>;
  after: (ms: number, run: () => void) => () => void;
  signal: AbortSignal;
}

/** Reads pages of a listing politely. */
export interface PageReader {
  /** One page, tried again where that may help. Rejects with BigGoError. */
  read(page: number): Promise<VideoPage>;
  /**
   * Pages `from` and on, several at once, as long as `more` says that there is such a page; each is taken as it comes.
   */
  readMany(from: number, more: (page: number) => boolean, take: (page: VideoPage) => void): Promise<void>;
}

/** Pages that are read at once. */
const concurrency = 4;
const maxTries = 4;
const firstWaitMs = 1000;
const maxWaitMs = 3600_000;

/** How long to wait before a page is asked for again, ms; null: asking again gives the same. */
function waitBeforeRetry(error: unknown, tries: number): number | null {
  if (!(error instanceof BigGoError) || !error.retryable) return null;
  const growing = firstWaitMs * 2 ** (tries - 1);
  // Asked to wait is not failed: that is done as often as it is asked for.
  if (error.kind === "rate-limited") {
    return Math.min(maxWaitMs, Math.max(firstWaitMs, error.retryAfterMs ?? growing));
  }
  return tries < maxTries ? growing : null;
}

/** Builds a reader for one reading of a listing. */
export function createPageReader({ list, after, signal }: ReadPagesDeps): PageReader {
  /** All lanes wait for whom BigGo asked to: the others would be told the same. */
  let timeouts: Promise<void> | null = null;
  /** After BigGo asked for a pause, the rest is read one page at a time. */
  let open = concurrency;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        cancel();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const cancel = after(ms, end);
      signal.addEventListener("abort", end);
    });

  const read = async (page: number): Promise<VideoPage> => {
    for (let tries = 1; ; tries += 1) {
      await timeouts;
      try {
        const answer = await list(page, signal);
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        const ms = waitBeforeRetry(error, tries);
        if (ms === null) throw error;
        if (error instanceof BigGoError && error.kind === "rate-limited") {
          open = 1;
          const waiting = wait(ms).then(() => {
            if (timeouts === waiting) timeouts = null;
          });
          timeouts = waiting;
        } else await wait(ms);
      }
    }
  };

  return {
    read,
    async readMany(from, more, take) {
      let next = from;
      let failed = false;
      const runLane = async (lane: number) => {
        while (!failed && lane < open && more(next)) {
          const page = next;
          next += 1;
          try {
            const answer = await read(page);
            if (!failed) take(answer);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: concurrency }, (_, lane) => runLane(lane)));
    },
  };
}
