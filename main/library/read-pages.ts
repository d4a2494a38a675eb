import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideoPage } from "../biggo/videos.ts";
import type { After } from "../foundation/clock.ts";

export interface ReadPagesDeps {
  /** One page of a listing, from 1. Rejects with BigGoError. */
  list: (page: number, signal: AbortSignal) => Promise<VideoPage>;
  after: After;
  signal: AbortSignal;
}

/** Reads pages of a listing, honouring BigGo's rate limit. */
export interface PageReader {
  /** Reads one page, retrying retryable failures. Rejects with BigGoError. */
  read(page: number): Promise<VideoPage>;
  /**
   * Reads the pages starting at `from`, several at once, while `more` returns true for the next page number; passes
   * each page to `take` as it arrives. Rejects with BigGoError.
   */
  readMany(from: number, more: (page: number) => boolean, take: (page: VideoPage) => void): Promise<void>;
}

/** Pages read at once. */
const concurrency = 4;
const maxTries = 4;
const minRetryDelayMs = 1000;
const maxRetryDelayMs = 3600_000;

/** Delay before a page is requested again, ms; null when a retry cannot succeed or the attempts are used up. */
function retryDelayMs(error: unknown, tries: number): number | null {
  if (!(error instanceof BigGoError) || !error.retryable) return null;
  const exponentialMs = minRetryDelayMs * 2 ** (tries - 1);
  // A rate limit is not a failure, so it does not count towards maxTries.
  if (error.kind === "rate-limited") {
    return Math.min(maxRetryDelayMs, Math.max(minRetryDelayMs, error.retryAfterMs ?? exponentialMs));
  }
  return tries < maxTries ? exponentialMs : null;
}

/** Builds a reader for one read of a listing. */
export function createPageReader({ list, after, signal }: ReadPagesDeps): PageReader {
  /** A rate limit pauses every worker: the others would be limited too. */
  let rateLimitPause: Promise<void> | null = null;
  /** Workers in use; one after a rate limit. */
  let activeWorkers = concurrency;

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const finish = () => {
        cancel();
        signal.removeEventListener("abort", finish);
        resolve();
      };
      const cancel = after(ms, finish);
      signal.addEventListener("abort", finish);
    });

  const read = async (page: number): Promise<VideoPage> => {
    for (let tries = 1; ; tries += 1) {
      await rateLimitPause;
      try {
        const result = await list(page, signal);
        signal.throwIfAborted();
        return result;
      } catch (error) {
        signal.throwIfAborted();
        const ms = retryDelayMs(error, tries);
        if (ms === null) throw error;
        if (error instanceof BigGoError && error.kind === "rate-limited") {
          activeWorkers = 1;
          const pause = wait(ms).then(() => {
            if (rateLimitPause === pause) rateLimitPause = null;
          });
          rateLimitPause = pause;
        } else await wait(ms);
      }
    }
  };

  return {
    read,
    async readMany(from, more, take) {
      let next = from;
      let failed = false;
      const runWorker = async (worker: number) => {
        while (!failed && worker < activeWorkers && more(next)) {
          const page = next;
          next += 1;
          try {
            const result = await read(page);
            if (!failed) take(result);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: concurrency }, (_, worker) => runWorker(worker)));
    },
  };
}
