import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWatchedFolders } from "../main/app/watched-folders.test-harness.ts";
import { createReadiness } from "../main/watch/readiness.ts";

const choices = { access: "public", stayPrivate: false, templateId: null } as const;
let folder: string;
let watched: string;
let recorder: ChildProcess | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watched-recording-"));
  watched = join(folder, "watched");
  mkdirSync(watched);
  recorder = null;
});
afterEach(() => {
  recorder?.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** Starts a real recording: ffmpeg writes at the speed of a camera until it is asked to end. */
async function record(name: string, options: string[] = []): Promise<ChildProcess> {
  const path = join(watched, name);
  const source = ["-re", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"];
  const encoder = ["-c:v", "mpeg4", "-q:v", "2", "-flush_packets", "1", ...options, path];
  const child = spawn("ffmpeg", ["-loglevel", "error", ...source, ...encoder], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  recorder = child;
  while (!existsSync(path) || statSync(path).size < 50_000) await new Promise((resolve) => setTimeout(resolve, 50));
  return child;
}

async function open() {
  const offered: { name: string; bytes: number; keepPrivate: boolean }[] = [];
  const watch = openWatchedFolders(folder, {
    isVideo: (path) => /\.(mp4|mov|mkv|ts)$/.test(path),
    readiness: createReadiness(),
    async offer(path, _, keepPrivate) {
      offered.push({ name: basename(path), bytes: statSync(path).size, keepPrivate });
      return "added";
    },
  });
  await watch.folders.add(watched, choices, false);
  return { watch, offered };
}

const noFfmpeg = spawnSync("ffmpeg", ["-version"]).error === undefined ? null : "ffmpeg is not installed";

describe.skipIf(process.platform === "win32" || noFfmpeg !== null)("a recording in a watched folder", () => {
  it.each([
    ["paused.mp4", []],
    ["paused.mkv", []],
    ["paused.ts", []],
    ["fragments.mp4", ["-movflags", "frag_keyframe+empty_moov"]],
  ])("%s that is held open and silent is not added; once it ended, it is added whole", async (name, options) => {
    const { watch, offered } = await open();
    const child = await record(name, options);
    child.kill("SIGSTOP");
    await watch.forSeconds(300);
    expect(offered).toEqual([]);
    expect(watch.folders.list()).toMatchObject([{ pending: 1, problems: [] }]);
    child.kill("SIGCONT");
    child.stdin?.write("q");
    await once(child, "exit");
    await watch.until(() => offered.length === 1);
    await watch.forSeconds(300);
    expect(offered).toEqual([{ name, bytes: statSync(join(watched, name)).size, keepPrivate: false }]);
    await watch.close();
  });

  it("whose program was killed is named after ten minutes, and added once it was repaired", async () => {
    const { watch, offered } = await open();
    const child = await record("broken.mp4");
    child.kill("SIGKILL");
    await once(child, "exit");
    // Simulated time runs ahead of the system, which reports the last writes a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await watch.forSeconds(500);
    expect(watch.folders.list()).toMatchObject([{ pending: 1, problems: [] }]);
    // A problem is named a moment before its file is no longer waited for.
    const listed = () => watch.folders.list()[0];
    await watch.until(() => listed()?.problems.length === 1 && listed()?.pending === 0);
    const problem = { fileName: "broken.mp4", code: "file-unfinished", sidecar: null };
    expect(watch.folders.list()).toMatchObject([{ pending: 0, problems: [problem] }]);
    await watch.forSeconds(900);
    expect(offered).toEqual([]);
    const path = join(watched, "broken.mp4");
    const source = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=1"];
    spawnSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-c:v", "mpeg4", path]);
    await watch.until(() => offered.length === 1);
    expect(watch.folders.list()).toMatchObject([{ pending: 0, problems: [] }]);
    await watch.close();
  });
});

describe("a file of which the system does not say whether it is open", () => {
  it.skipIf(noFfmpeg !== null)("stays private unless its container says that it is complete", async () => {
    const offered: [string, boolean][] = [];
    const watch = openWatchedFolders(folder, {
      isVideo: (path) => /\.(mp4|ts)$/.test(path),
      readiness: createReadiness(async () => "unknown"),
      async offer(path, _, keepPrivate) {
        offered.push([basename(path), keepPrivate]);
        return "added";
      },
    });
    await watch.folders.add(watched, choices, false);
    for (const name of ["whole.mp4", "stream.ts"]) {
      const source = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=1"];
      spawnSync("ffmpeg", ["-loglevel", "error", ...source, "-c:v", "mpeg4", join(watched, name)]);
    }
    await watch.until(() => offered.length === 2);
    expect(Object.fromEntries(offered)).toEqual({ "whole.mp4": false, "stream.ts": true });
    await watch.until(() => watch.folders.list()[0]?.addedPrivate === 1);
    await watch.close();
  });
});
