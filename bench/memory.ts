import type { Page } from "@playwright/test";
import { type BenchedApp, withApp } from "./app-on-sandbox.ts";
import { report } from "./report.ts";
import { memoryOf } from "./start/process-memory.ts";

const minuteMs = 60_000;
/** After the start, until all screens have been seen and kept, ms. */
const warmUpMs = 5 * minuteMs;

/** What a user does in a minute or so: searches, opens a video, scrolls, sees every screen. */
async function goAround(page: Page, round: number): Promise<void> {
  await page.getByRole("button", { name: /^Library/ }).click();
  await page.locator("#library-search").fill(["開箱", "honest", "", "心得"][round % 4] ?? "");
  await page.waitForTimeout(300);
  await page.locator("#library-search").fill("");
  await page
    .getByRole("gridcell")
    .nth(round % 6)
    .click();
  await page.getByRole("textbox", { name: "Description" }).waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.press("Escape");
  await page.mouse.move(400, 400);
  for (let step = 0; step < 20; step += 1) {
    await page.mouse.wheel(0, step < 10 ? 600 : -600);
    await page.waitForTimeout(50);
  }
  for (const screen of ["Queue", "Products", "Analytics", "Settings"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: screen }).click();
    await page.waitForTimeout(300);
  }
}

/** The slope of a line through the samples (least squares), MB per 10 minutes. */
function slopeOf(samples: readonly { atMs: number; memory: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanAt, meanMemory] = [mean(samples.map(({ atMs }) => atMs)), mean(samples.map(({ memory }) => memory))];
  const covariance = samples.reduce((sum, { atMs, memory }) => sum + (atMs - meanAt) * (memory - meanMemory), 0);
  const variance = samples.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0);
  return (covariance / variance) * 10 * minuteMs;
}

async function measure({ page, pid, electronPath }: BenchedApp, isTiny: boolean): Promise<void> {
  await page.getByText(/videos · synced/).waitFor({ timeout: 10 * minuteMs });
  const startMs = performance.now();
  const samples: { atMs: number; memory: number }[] = [];
  const lastMs = isTiny ? 1000 : warmUpMs + 60 * minuteMs;
  for (let round = 0; performance.now() - startMs < lastMs; round += 1) {
    await goAround(page, round);
    const atMs = performance.now() - startMs;
    if (isTiny || atMs > warmUpMs) samples.push({ atMs, memory: memoryOf(pid) });
  }
  report({
    bench: "memory",
    rows: [
      {
        name: "all processes, at the start of the hour",
        unit: "MB",
        values: samples.slice(0, 5).map((one) => one.memory),
      },
      { name: "at its end", unit: "MB", values: samples.slice(-5).map((one) => one.memory) },
      { name: "growth in 10 minutes", unit: "MB", values: [slopeOf(samples)], target: 1 },
    ],
    electron: electronPath,
    isTiny,
  });
}

/** How the memory of all processes grows in an hour of use, with 10,000 videos. */
export async function benchMemory(isTiny: boolean): Promise<void> {
  await withApp({ sandbox: ["--videos", isTiny ? "50" : "10000"] }, (app) => measure(app, isTiny));
}
