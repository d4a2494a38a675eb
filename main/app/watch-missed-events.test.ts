import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listVideos } from "../upload/files/expand-paths.ts";
import type { OfferResult } from "../watch/watched-folders.ts";
import { openWatchedFolders } from "./watched-folders.test-harness.ts";

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
async function open(offer: (path: string) => OfferResult) {
  const opened = openWatchedFolders(folder, { offer: async (path) => offer(path) });
  await opened.folders.add(watched, choices, false);
  return opened;
}

describe("createWatchedFolders without file events", () => {
  it("ignores symlinks to files and folders", async () => {
    const elsewhere = join(folder, "private");
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, "home.mp4"), "film");
    const offered: string[] = [];
    const { folders, until, close } = await open((path) => {
      offered.push(basename(path));
      return "added";
    });
    symlinkSync(elsewhere, join(watched, "folder"));
    symlinkSync(join(elsewhere, "home.mp4"), join(watched, "file.mp4"));
    writeFileSync(join(watched, "own.mp4"), "film");
    await until(() => offered.includes("own.mp4"));
    expect(folders.list()[0]?.pending).toBe(0);
    expect(offered).toEqual(["own.mp4"]);
    await close();
  });

  it("offers a refused file again after it has changed", async () => {
    const path = join(watched, "slow.mp4");
    const sizes: number[] = [];
    const { folders, until, close } = await open(() => {
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
    await close();
  });

  it("continues after a listing that fails, and shows it until one succeeds", async () => {
    let failures = 3;
    const offered: string[] = [];
    const { folders, until, close } = openWatchedFolders(folder, {
      offer: async (path) => {
        offered.push(basename(path));
        return "added";
      },
      async list(path) {
        if (failures > 0) throw Object.assign(new Error("input/output error"), { code: "EIO" });
        return listVideos(path);
      },
    });
    await folders.add(watched, choices, true);
    writeFileSync(join(watched, "own.mp4"), "film");
    await until(() => folders.list()[0]?.problems.length === 1);
    expect(folders.list()[0]?.problems).toMatchObject([{ fileName: "watched", code: "folder-unreadable" }]);
    failures = 0;
    await until(() => offered.length === 1);
    await until(() => folders.list()[0]?.problems.length === 0);
    await close();
  });

  it("handles every other file when one fails, and that one later", async () => {
    const offered: string[] = [];
    let failures = 2;
    const { folders, until, close } = openWatchedFolders(folder, {
      offer: async (path) => {
        offered.push(basename(path));
        return "known";
      },
      async moved(path) {
        if (basename(path) !== "bad.mp4") return;
        failures -= 1;
        if (failures >= 0) throw new Error("the queue cannot be stored");
      },
    });
    await folders.add(watched, choices, true);
    for (const name of ["bad.mp4", "good.mp4"]) writeFileSync(join(watched, name), "film");
    await until(() => offered.includes("good.mp4") && failures < 0);
    expect(new Set(offered)).toEqual(new Set(["bad.mp4", "good.mp4"]));
    await close();
  });

  it("enters no document of another program and no hidden folder", async () => {
    const offered: string[] = [];
    const { folders, forSeconds, until, close } = await open((path) => {
      offered.push(basename(path));
      return "added";
    });
    for (const name of ["Trip.fcpbundle", "Photos.photoslibrary", "clip.mp4.download", ".Trashes"]) {
      mkdirSync(join(watched, name));
      writeFileSync(join(watched, name, "inside.mp4"), "film");
    }
    writeFileSync(join(watched, "._own.mp4"), "film");
    writeFileSync(join(watched, "own.mp4"), "film");
    await until(() => offered.length > 0);
    await forSeconds(300);
    expect(offered).toEqual(["own.mp4"]);
    await expect(folders.add(join(folder, "Trip.fcpbundle"), choices, true)).rejects.toMatchObject({
      value: { code: "folder-is-document" },
    });
    await close();
  });

  it("names a folder in it that cannot be read, until it can", async () => {
    let unreadable = [join(watched, "locked")];
    const opened = openWatchedFolders(folder, {
      offer: async () => "added",
      list: async () => ({ videos: [], unreadable }),
    });
    await opened.folders.add(watched, choices, false);
    await opened.until(() => opened.folders.list()[0]?.problems.length === 1);
    expect(opened.folders.list()[0]?.problems).toEqual([
      { fileName: "locked", code: "folder-unreadable", sidecar: null },
    ]);
    unreadable = [];
    await opened.until(() => opened.folders.list()[0]?.problems.length === 0);
    await opened.close();
  });
});
