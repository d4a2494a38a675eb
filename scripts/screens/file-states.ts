import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callBridge } from "../window/call-bridge.ts";
import { openUpload, type ScreenFixture, type ScreenState } from "./states.ts";

const picture = ["-f", "lavfi", "-i", "testsrc2=size=360x640:rate=25:duration=3"];
const sound = ["-f", "lavfi", "-i", "sine=duration=3"];

/** Makes a file with ffmpeg in a folder of its own; returns its path. */
function made(name: string, ...options: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "screen-files-")), name);
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...options, path], { stdio: "ignore" });
  return path;
}

/** A file of any bytes, in a folder of its own. */
function written(name: string, bytes: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), "screen-files-")), name);
  writeFileSync(path, bytes);
  return path;
}

/** Opens the editor of a file that is changed before its upload begins. */
async function openTroubled(fixture: ScreenFixture, change: (path: string) => void): Promise<void> {
  const path = made("行李箱三年後.mp4", ...picture);
  await openUpload(fixture, path);
  change(path);
  await callBridge(fixture.page, "uploads.pauseQueue", { paused: false });
  await fixture.page.waitForTimeout(4000);
}

/** A film of which only the first part is there; `flags` say where its index is. */
function cut(name: string, share: number, ...flags: string[]): string {
  const whole = readFileSync(made("whole.mp4", ...picture, ...flags));
  return written(name, whole.subarray(0, Math.floor(whole.length * share)));
}

/** The states of files as creators have them: what cannot be played, and what is warned of. */
export const fileStates: readonly ScreenState[] = [
  {
    name: "file-frames",
    setup: (fixture) => openUpload(fixture, made("Interview ProRes.mov", ...picture, "-c:v", "prores_ks")),
  },
  {
    name: "file-sound-only",
    setup: (fixture) => openUpload(fixture, made("Podcast.mp4", ...sound)),
  },
  { name: "file-missing", setup: (fixture) => openTroubled(fixture, (path) => rmSync(path)) },
  { name: "file-changed", setup: (fixture) => openTroubled(fixture, (path) => appendFileSync(path, "more")) },
  { name: "file-broken", setup: (fixture) => openUpload(fixture, cut("Broken.mp4", 0.5, "-movflags", "faststart")) },
  { name: "file-no-index", setup: (fixture) => openUpload(fixture, cut("錄影中斷.mp4", 0.7)) },
  {
    name: "file-warnings",
    async setup({ page, offer, files }) {
      const whole = readFileSync(made("whole.mp4", ...picture));
      const bundle = join(mkdtempSync(join(tmpdir(), "screen-files-")), "旅行.fcpbundle");
      mkdirSync(bundle);
      await offer(
        files.sample,
        written("錄影中斷.mp4", whole.subarray(0, Math.floor(whole.length * 0.7))),
        written("Project backup of the whole summer.mp4", Buffer.from(`PK\u0003\u0004${"\u0007".repeat(4000)}`)),
        made("Tape 12.mxf", ...picture, "-c:v", "mpeg2video"),
        made("Podcast.mp4", ...sound),
        bundle,
        written("._clip.mp4", Buffer.from("resource fork")),
      );
      await page.getByRole("dialog").waitFor();
      await page.waitForTimeout(2000);
    },
  },
];
