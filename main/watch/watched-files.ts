import { extname } from "node:path";
import { fileStamp } from "./file-stamp.ts";

export interface WatchedFilesDeps {
  /** A file has not changed for its time: it is whole. */
  onSettled: (path: string) => Promise<void>;
  isVideo: (path: string) => boolean;
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
  let callOff: (() => void) | null = null;
  let stopped = false;

  const look = async (path: string, before: Watched): Promise<void> => {
    const stamp = await fileStamp(path);
    if (watched.get(path) !== before) return;
    if (stamp === null) watched.delete(path);
    else if (stamp !== before.stamp) watched.set(path, { stamp, sinceMs: monotonicNow() });
    else if (monotonicNow() - before.sinceMs >= settleMs) {
      watched.delete(path);
      await onSettled(path).catch(() => {
        // Not before a while: nothing is lost, the file stays where it is.
        if (!stopped) after(retryMs, () => touch(path));
      });
    }
  };

  const lookAtAll = async () => {
    // One after the other: what is settled is fingerprinted, and a thousand at once would fill the memory.
    for (const [path, before] of [...watched]) if (!stopped) await look(path, before);
    callOff = null;
    schedule();
  };
  const schedule = () => {
    if (stopped || callOff !== null || watched.size === 0) return;
    callOff = after(lookMs, () => void lookAtAll());
  };

  const touch = (path: string) => {
    if (stopped) return;
    const bare = path.slice(0, path.length - extname(path).length);
    // A file beside a video may say its details: the video waits for that as well.
    const concerned = deps.isVideo(path) ? [path] : [...watched.keys()].filter((video) => video.startsWith(`${bare}.`));
    for (const video of concerned) {
      if (watched.has(video) && video === path) continue;
      watched.set(video, { stamp: "", sinceMs: monotonicNow() });
    }
    schedule();
  };

  return {
    touch,
    forget: (path) => void watched.delete(path),
    pending: () => watched.size,
    stop() {
      stopped = true;
      callOff?.();
      watched.clear();
    },
  };
}
