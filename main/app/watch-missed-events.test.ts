import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { listVideos } from "../upload/files/expand-paths.ts";
import { createWatchedFolders, type OfferResult } from "../watch/watched-folders.ts";

// A network drive: the watcher emits no events.
vi.mock("chokidar", () => {
  const silentWatcher = { on: () => silentWatcher, close: async () => {} };
  return { watch: () => silentWatcher };
});

let folder: string;
let watched: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watched-folders-test-"));
  watched = join(folder, "watched");
  mkdirSync(watched);
});
afterEach(() => rmSync(folder, { recursive: true }));

const choices = { access: "public", stayPrivate: false, templateId: null } as const;
const yieldToDisk = () => new Promise((resolve) => setTimeout(resolve, 1));

async function open(offer: (path: string) => OfferResult) {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const folders = createWatchedFolders({
    database,
    offer: async (path) => offer(path),
    moved: async () => {},
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
  });
  folders.start();
  await folders.add(watched, choices, false);
  return {
    folders,
    /** Advances the clock until `done` returns true, yielding for disk access after each second. */
    async until(done: () => boolean) {
      for (let seconds = 0; !done(); seconds += 1) {
        if (seconds > 3000) throw new Error("The condition was never met");
        nowMs += 1000;
        const due = timers.filter(({ atMs }) => atMs <= nowMs);
        timers = timers.filter(({ atMs }) => atMs > nowMs);
        for (const { run } of due) run();
        await yieldToDisk();
      }
    },
  };
}

describe("createWatchedFolders without file events", () => {
  it("ignores symlinks to files and folders", async () => {
    const elsewhere = join(folder, "private");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "home.mp4"), "film");
    const offered: string[] = [];
    const { folders, until } = await open((path) => {
      offered.push(basename(path));
      return "added";
    });
    symlinkSync(elsewhere, join(watched, "folder"));
    symlinkSync(join(elsewhere, "home.mp4"), join(watched, "file.mp4"));
    writeFileSync(join(watched, "own.mp4"), "film");
    await until(() => offered.includes("own.mp4"));
    expect(folders.list()[0]?.pending).toBe(0);
    expect(offered).toEqual(["own.mp4"]);
    await folders.stop();
  });

  it("offers a refused file again after it has changed", async () => {
    const path = join(watched, "slow.mp4");
    const sizes: number[] = [];
    const { folders, until } = await open(() => {
      const { size } = statSync(path);
      sizes.push(size);
      return size === 0 ? { code: "file-empty", sidecar: null } : "added";
    });
    writeFileSync(path, "");
    await until(() => folders.list()[0]?.problems.length === 1);
    expect(folders.list()[0]?.problems).toMatchObject([{ fileName: "slow.mp4", code: "file-empty" }]);
    writeFileSync(path, "film");
    await until(() => sizes.length === 2);
    expect(sizes).toEqual([0, 4]);
    await until(() => folders.list()[0]?.problems.length === 0);
    await folders.stop();
  });
});
