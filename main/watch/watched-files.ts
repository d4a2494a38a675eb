import { extname } from "node:path";

export interface WatchedFilesDeps {
  /** A file has not changed for its time: it is whole. */
  onSettled: (path: string) => Promise<void>;
  isVideo: (path: string) => boolean;
  /** What tells one state of the file from another; null while it is not there. */
  stampOf: (path: string) => Promise<string | null>;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** Files that appeared and may still be written to. */
export interface WatchedFiles {
  /** A file appeared or changed. */
  touch(path: string): void;
  forget(path: string): void;
  /** How many are waited for. */
  pending(): number;
  stop(): void;
}

/** A file is whole when neither its size nor its time has changed for so long, ms. */
const settleMs = 10_000;
const lookMs = 1000;
/** A file that could not be taken up (the queue cannot be stored, say) is tried again, ms. */
const retryMs = 15_000;

interface Watched {
  stamp: string;
  sinceMs: number;
}

/** Builds the wait for files to be whole. */
export function createWatchedFiles(deps: WatchedFilesDeps): WatchedFiles {
  const { onSettled, monotonicNow, after } = deps;
  const watched = new Map<string, Watched>();
  /** The videos that are waited for, by their path without its ending. */
  const byName = new Map<string, Set<string>>();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const look = async (path: string, before: Watched): Promise<void> => {
    const stamp = await deps.stampOf(path);
    if (watched.get(path) !== before) return;
    if (stamp === null) drop(path);
    else if (stamp !== before.stamp) watched.set(path, { stamp, sinceMs: monotonicNow() });
    else if (monotonicNow() - before.sinceMs >= settleMs) {
      drop(path);
      await onSettled(path).catch(() => {
        // Not before a while: nothing is lost, the file stays where it is.
        if (!stopped) after(retryMs, () => touch(path));
      });
    }
  };

  const checkAll = async () => {
    // One after the other: what is settled is fingerprinted, and a thousand at once would fill the memory.
    for (const [path, before] of [...watched]) if (!stopped) await look(path, before);
    cancel = null;
    schedule();
  };
  const schedule = () => {
    if (stopped || cancel !== null || watched.size === 0) return;
    cancel = after(lookMs, () => void checkAll());
  };

  const nameOf = (path: string) => path.slice(0, path.length - extname(path).length);
  const drop = (path: string) => {
    watched.delete(path);
    const beside = byName.get(nameOf(path));
    beside?.delete(path);
    if (beside?.size === 0) byName.delete(nameOf(path));
  };
  const waitFor = (path: string) => {
    watched.set(path, { stamp: "", sinceMs: monotonicNow() });
    byName.set(nameOf(path), (byName.get(nameOf(path)) ?? new Set()).add(path));
  };

  const touch = (path: string) => {
    if (stopped) return;
    // A file beside a video may say its details: the video waits for that as well.
    if (!deps.isVideo(path)) for (const video of byName.get(nameOf(path)) ?? []) waitFor(video);
    else if (!watched.has(path)) waitFor(path);
    schedule();
  };

  return {
    touch,
    forget: drop,
    pending: () => watched.size,
    stop() {
      stopped = true;
      cancel?.();
      watched.clear();
    },
  };
}
