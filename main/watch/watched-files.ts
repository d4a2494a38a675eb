import { extname } from "node:path";
import type { After } from "../foundation/clock.ts";
import type { Readiness } from "./readiness.ts";

export interface WatchedFilesDeps {
  /**
   * The file has not changed for the settle time, and no program holds it; `unfinished`: nor has it for a long time.
   * Rejects when it must be retried.
   */
  onSettled: (path: string, readiness: Exclude<Readiness, "held">) => Promise<void>;
  /** Whether a file that has stopped changing is complete. Never rejects. */
  readiness: (path: string) => Promise<Readiness>;
  isVideo: (path: string) => boolean;
  /** The stamp of the file's current state; null when it does not exist. */
  stampOf: (path: string) => Promise<string | null>;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: After;
}

/** Waits for new files to be completely written. */
export interface WatchedFiles {
  /** Reports that a file appeared or changed. */
  touch(path: string): void;
  forget(path: string): void;
  /** The number of files being waited for. */
  pending(): number;
  stop(): void;
}

/** A file may be complete when its size and mtime have not changed for this long, ms. */
const settleMs = 10_000;
/** How often a file that is held or unfinished is checked again, ms. */
const recheckMs = 5000;
/** How long an unfinished file that no program holds is waited for, ms. */
const maxUnfinishedMs = 10 * 60_000;
const pollMs = 1000;
/** Delay before a file that could not be handled is retried, for example when the queue cannot be stored, ms. */
const retryMs = 15_000;

interface Watched {
  stamp: string;
  sinceMs: number;
  /** Monotonic ms before which a file that was not complete is not checked again. */
  recheckAtMs: number;
}

/** Builds the wait. */
export function createWatchedFiles(deps: WatchedFilesDeps): WatchedFiles {
  const { onSettled, monotonicNow, after } = deps;
  const watched = new Map<string, Watched>();
  /** The videos being waited for, by their path without the extension. */
  const byName = new Map<string, Set<string>>();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const poll = async (path: string, before: Watched): Promise<void> => {
    const stamp = await deps.stampOf(path);
    if (watched.get(path) !== before) return;
    if (stamp === null) drop(path);
    else if (stamp !== before.stamp) watched.set(path, { stamp, sinceMs: monotonicNow(), recheckAtMs: 0 });
    else if (monotonicNow() - before.sinceMs >= settleMs) await settle(path, before);
  };

  const settle = async (path: string, before: Watched): Promise<void> => {
    if (monotonicNow() < before.recheckAtMs) return;
    const readiness = await deps.readiness(path);
    if (watched.get(path) !== before) return;
    const mayContinue = readiness === "unfinished" && monotonicNow() - before.sinceMs < maxUnfinishedMs;
    if (readiness === "held" || mayContinue) {
      watched.set(path, { ...before, recheckAtMs: monotonicNow() + recheckMs });
      return;
    }
    drop(path);
    await onSettled(path, readiness).catch(() => {
      // Retry later: nothing is lost, the file stays where it is.
      if (!stopped) after(retryMs, () => touch(path));
    });
  };

  const pollAll = async () => {
    // Sequential: settled files are fingerprinted, and a thousand at once would exhaust memory.
    for (const [path, before] of [...watched]) {
      // A file that cannot be read now is polled again with the others.
      if (!stopped) await poll(path, before).catch(() => {});
    }
    cancel = null;
    schedule();
  };
  const schedule = () => {
    if (stopped || cancel !== null || watched.size === 0) return;
    cancel = after(pollMs, () => void pollAll());
  };

  // A sidecar may spell the video's name in another form of Unicode: macOS decomposes some names.
  const baseNameOf = (path: string) => path.slice(0, path.length - extname(path).length).normalize();
  const drop = (path: string) => {
    watched.delete(path);
    const sameName = byName.get(baseNameOf(path));
    sameName?.delete(path);
    if (sameName?.size === 0) byName.delete(baseNameOf(path));
  };
  const startWait = (path: string) => {
    watched.set(path, { stamp: "", sinceMs: monotonicNow(), recheckAtMs: 0 });
    byName.set(baseNameOf(path), (byName.get(baseNameOf(path)) ?? new Set()).add(path));
  };

  const touch = (path: string) => {
    if (stopped) return;
    // A sidecar may contain the video's details, so a change to it restarts the wait for the video.
    if (!deps.isVideo(path)) for (const video of byName.get(baseNameOf(path)) ?? []) startWait(video);
    else if (!watched.has(path)) startWait(path);
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
