import { copyFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { makeVideo } from "../../sandbox/testing.ts";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenFixture, ScreenState } from "./states.ts";

const secondMs = 1000;
const settle = (page: Page) => page.waitForTimeout(secondMs);
const railButton = (page: Page, index: number) => page.locator("nav button").nth(index);
const listing = { method: "GET", path: "^/api/v1/user/" };
const upload = { method: "POST", path: "^/api/v1/video" };

async function makeVideos(folder: string, names: readonly string[], sizeBytes: number): Promise<string[]> {
  const paths = names.map((name) => join(folder, `${name}.mp4`));
  for (const [index, path] of paths.entries()) await makeVideo(path, { seed: 9100 + index, sizeBytes });
  return paths;
}

async function accept(page: Page): Promise<void> {
  await page.getByRole("dialog").waitFor();
  await settle(page);
  await page.keyboard.press("Control+Enter");
  await settle(page);
}

const waitForPhases = async (page: Page, isReached: (phases: string[]) => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { uploads } = await callBridge(page, "uploads.snapshot", undefined);
    if (isReached(uploads.map(({ state }) => state.phase))) return;
    await page.waitForTimeout(200);
  }
  throw new Error("The queue did not reach the expected phases within 20 s");
};

/** Fills the queue with rows of each kind: failed, complete, without a file, two uploading, waiting. */
async function fillQueue({ page, offer, sandbox, files }: ScreenFixture): Promise<void> {
  const names = ["開箱 🎧", "Desk lamp", "On the other drive", "Two weeks later", "旅行用的咖啡機", "Third part"];
  const paths = await makeVideos(dirname(files.sample), names, 20_000_000);
  await callBridge(page, "uploads.pauseQueue", { paused: true });
  await callBridge(page, "settings.set", { parallelUploads: 1 });
  await offer(...paths);
  await accept(page);
  rmSync(paths[2] as string);
  const slow = { kind: "slow-read", match: upload };
  await sandbox.control("POST", "faults", { kind: "error", code: 1007, match: upload, times: 1 });
  await sandbox.control("POST", "faults", { ...slow, bytesPerSecond: 1e9, times: 2 });
  await sandbox.control("POST", "faults", { ...slow, bytesPerSecond: 1_000_000, times: 0 });
  await railButton(page, 1).click();
  await callBridge(page, "uploads.pauseQueue", { paused: false });
  await waitForPhases(page, (phases) => phases.includes("complete"));
  await callBridge(page, "settings.set", { parallelUploads: 2 });
  await page.waitForTimeout(6 * secondMs);
}

/** The shell, the library and the queue in ordinary states and in failures. */
export const shellStates: readonly ScreenState[] = [
  {
    name: "first-run",
    connected: false,
    setup: ({ page }) => settle(page),
  },
  { name: "library-grid", videos: 60, setup: ({ page }) => settle(page) },
  {
    name: "library-list",
    videos: 60,
    async setup({ page }) {
      await page.locator("main [role=radiogroup]").nth(2).locator("input").nth(1).click();
      await settle(page);
    },
  },
  {
    name: "library-hover",
    videos: 60,
    keepsPointer: true,
    async setup({ page }) {
      await page.getByRole("gridcell").nth(1).hover();
      await page.waitForTimeout(1600);
    },
  },
  { name: "library-empty", videos: 0, setup: ({ page }) => settle(page) },
  {
    name: "library-no-results",
    async setup({ page }) {
      await page.locator("main [role=radiogroup]").nth(1).locator("input").nth(1).click();
      await page.locator("main header input[type=search]").fill("zzzz");
      await settle(page);
    },
  },
  {
    name: "library-unreachable",
    async setup({ page, sandbox }) {
      await sandbox.control("POST", "faults", { kind: "refuse", times: 0 });
      await page.locator("main header button:has(.lucide-refresh-cw)").click();
      await page.waitForTimeout(9 * secondMs);
    },
  },
  {
    name: "library-smallest",
    videos: 60,
    async setup({ page }) {
      await callBridge(page, "settings.set", { cellWidth: 96 });
      await settle(page);
    },
  },
  {
    name: "library-first-sync",
    videos: 400,
    initialFault: { kind: "delay", ms: 2500, match: listing, times: 0 },
    setup: ({ page }) => page.waitForTimeout(3 * secondMs),
  },
  { name: "queue", setup: fillQueue },
  {
    name: "queue-empty",
    async setup({ page }) {
      await railButton(page, 1).click();
      await settle(page);
    },
  },
  {
    name: "review",
    async setup({ page, offer, files }) {
      const [first] = await makeVideos(dirname(files.sample), ["開箱 🎧 第二集"], 500_000);
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
    async setup({ page }) {
      await railButton(page, 4).click();
      await settle(page);
    },
  },
  {
    name: "shortcuts",
    async setup({ page }) {
      await page.keyboard.press("?");
      await settle(page);
    },
  },
];
