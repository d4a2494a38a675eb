import { copyFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { makeVideo } from "../../sandbox/testing.ts";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenState, Stage } from "./states.ts";

const aSecond = 1000;
const settle = (page: Page) => page.waitForTimeout(aSecond);
const rail = (page: Page, at: number) => page.locator("nav button").nth(at);
const listing = { method: "GET", path: "^/api/v1/user/" };
const upload = { method: "POST", path: "^/api/v1/video" };

async function makeFilms(folder: string, names: readonly string[], sizeBytes: number): Promise<string[]> {
  const paths = names.map((name) => join(folder, `${name}.mp4`));
  for (const [at, path] of paths.entries()) await makeVideo(path, { seed: 9100 + at, sizeBytes });
  return paths;
}

async function accept(page: Page): Promise<void> {
  await page.getByRole("dialog").waitFor();
  await settle(page);
  await page.keyboard.press("Control+Enter");
  await settle(page);
}

const holds = async (page: Page, phases: (all: string[]) => boolean): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const { uploads } = await callBridge(page, "uploads.snapshot", undefined);
    if (phases(uploads.map(({ state }) => state.phase))) return;
    await page.waitForTimeout(200);
  }
  throw new Error("The queue does not come to that");
};

/** One row of each kind: failed, complete, without its file, being sent twice, waiting. */
async function fillQueue({ page, offer, sandbox, files }: Stage): Promise<void> {
  const names = ["開箱 🎧", "Desk lamp", "On the other drive", "Two weeks later", "旅行用的咖啡機", "Third part"];
  const paths = await makeFilms(dirname(files.sample), names, 20_000_000);
  await callBridge(page, "uploads.pauseQueue", { paused: true });
  await callBridge(page, "settings.set", { parallelUploads: 1 });
  await offer(...paths);
  await accept(page);
  rmSync(paths[2] as string);
  const slow = { kind: "slow-read", match: upload };
  await sandbox.control("POST", "faults", { kind: "error", code: 1007, match: upload, times: 1 });
  await sandbox.control("POST", "faults", { ...slow, bytesPerSecond: 1e9, times: 2 });
  await sandbox.control("POST", "faults", { ...slow, bytesPerSecond: 1_000_000, times: 0 });
  await rail(page, 1).click();
  await callBridge(page, "uploads.pauseQueue", { paused: false });
  await holds(page, (phases) => phases.includes("complete"));
  await callBridge(page, "settings.set", { parallelUploads: 2 });
  await page.waitForTimeout(6 * aSecond);
}

/** The shell, the library and the queue as they are on most days, and when little works. */
export const shellStates: readonly ScreenState[] = [
  {
    name: "first-run",
    connected: false,
    bring: ({ page }) => settle(page),
  },
  { name: "library-grid", videos: 60, bring: ({ page }) => settle(page) },
  {
    name: "library-list",
    videos: 60,
    async bring({ page }) {
      await page.locator("main [role=radiogroup]").nth(2).locator("input").nth(1).click();
      await settle(page);
    },
  },
  {
    name: "library-hover",
    videos: 60,
    pointing: true,
    async bring({ page }) {
      await page.getByRole("gridcell").nth(1).hover();
      await page.waitForTimeout(1600);
    },
  },
  { name: "library-empty", videos: 0, bring: ({ page }) => settle(page) },
  {
    name: "library-no-results",
    async bring({ page }) {
      await page.locator("main [role=radiogroup]").nth(1).locator("input").nth(1).click();
      await page.locator("main header input[type=search]").fill("zzzz");
      await settle(page);
    },
  },
  {
    name: "library-unreachable",
    async bring({ page, sandbox }) {
      await sandbox.control("POST", "faults", { kind: "refuse", times: 0 });
      await page.locator("main header button:has(.lucide-refresh-cw)").click();
      await page.waitForTimeout(9 * aSecond);
    },
  },
  {
    name: "library-smallest",
    videos: 60,
    async bring({ page }) {
      await callBridge(page, "settings.set", { cellWidth: 96 });
      await settle(page);
    },
  },
  {
    name: "library-first-sync",
    videos: 400,
    slowFirst: { kind: "delay", ms: 2500, match: listing, times: 0 },
    bring: ({ page }) => page.waitForTimeout(3 * aSecond),
  },
  { name: "queue", bring: fillQueue },
  {
    name: "queue-empty",
    async bring({ page }) {
      await rail(page, 1).click();
      await settle(page);
    },
  },
  {
    name: "review",
    async bring({ page, offer, files }) {
      const [first] = await makeFilms(dirname(files.sample), ["開箱 🎧 第二集"], 500_000);
      await callBridge(page, "uploads.pauseQueue", { paused: true });
      await offer(first as string);
      await accept(page);
      const copy = join(dirname(files.sample), "開箱 – copy.mp4");
      copyFileSync(first as string, copy);
      await offer(copy, files.long, files.sample, join(dirname(files.sample), "..", "nothing.mp4"), process.execPath);
      await page.getByRole("dialog").waitFor();
      await settle(page);
    },
  },
  {
    name: "settings",
    async bring({ page }) {
      await rail(page, 4).click();
      await settle(page);
    },
  },
  {
    name: "shortcuts",
    async bring({ page }) {
      await page.keyboard.press("?");
      await settle(page);
    },
  },
];
