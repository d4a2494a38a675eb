import { join } from "node:path";
import { openDatabase } from "../database/open-database.ts";
import { listVideos } from "../upload/files/expand-paths.ts";
import { createWatchedFolders, type WatchedFoldersDeps } from "../watch/watched-folders.ts";

const yieldToDisk = () => new Promise((resolve) => setTimeout(resolve, 1));

/**
 * Watched folders over real files and a database in `folder`, with a clock that the test advances. `offer` stands for the
 * queue.
 */
export function openWatchedFolders(
  folder: string,
  changes: Pick<WatchedFoldersDeps, "offer"> & Partial<WatchedFoldersDeps>,
) {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const folders = createWatchedFolders({
    database,
    moved: async () => {},
    readiness: async () => "ready",
    list: listVideos,
    isVideo: (path) => path.endsWith(".mp4"),
    onChange: () => {},
    log: () => {},
    monotonicNow: () => nowMs,
    after(ms, run) {
      const timer = { atMs: nowMs + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    ...changes,
  });
  folders.start();
  const advance = async () => {
    nowMs += 1000;
    const due = timers.filter(({ atMs }) => atMs <= nowMs);
    timers = timers.filter(({ atMs }) => atMs > nowMs);
    for (const { run } of due) run();
    await yieldToDisk();
  };
  return {
    folders,
    /** Advances the clock, yielding for disk access after each second. */
    async forSeconds(seconds: number) {
      for (let second = 0; second < seconds; second += 1) await advance();
    },
    /** Advances the clock until `done` returns true, yielding for disk access after each second. */
    async until(done: () => boolean) {
      for (let seconds = 0; !done(); seconds += 1) {
        if (seconds > 3000) throw new Error("The condition was never met");
        await advance();
      }
    },
    async close() {
      await folders.stop();
      database.close();
    },
  };
}
