import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { spawnSandbox } from "../sandbox/testing.ts";
import { launchApp } from "../scripts/window/launch-app.ts";
import { median, quantile } from "./statistics.ts";

const videos = 10_000;
const timeoutMs = 10_000;
/** The duration of a scroll from top to bottom, ms. */
const scrollMs = 60_000;

/** Runs in the page: the time from first contentful paint until the visible covers are drawn, ms. */
const timeToCovers = `(async () => {
  const drawn = () => [...document.querySelectorAll("[role=grid] img")].filter((img) => img.complete && img.naturalWidth > 0);
  while (drawn().length < 6) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const atMs = performance.now();
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
  while (painted() === undefined) await new Promise(requestAnimationFrame);
  const paint = painted().startTime;
  return { covers: Math.max(0, atMs - paint), paint };
})()`;

/** Runs in the page: scrolls an element to the bottom within `scrollMs` and returns the share of dropped frames. */
const scrollDown = (scroller: string) => `(async () => {
  const scroller = ${scroller};
  const distance = scroller.scrollHeight - scroller.clientHeight;
  const startMs = performance.now();
  const gaps = [];
  let lastMs = startMs;
  for (let share = 0; share < 1; ) {
    const nowMs = await new Promise(requestAnimationFrame);
    gaps.push(nowMs - lastMs);
    lastMs = nowMs;
    share = (performance.now() - startMs) / ${scrollMs};
    scroller.scrollTop = distance * Math.min(1, share);
  }
  gaps.shift();
  const frameMs = 1000 / 60;
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1), 0);
  return { share: dropped / (gaps.length + dropped), height: scroller.scrollHeight };
})()`;

const grid = `document.querySelector("[role=grid]").parentElement`;

/** Runs in the page: covers the grid with an empty scroller of the same size and content height. */
const addEmptyScroller = `(() => {
  const grid = ${grid};
  const box = grid.getBoundingClientRect();
  const empty = document.createElement("div");
  empty.id = "empty";
  empty.style.cssText = "position:fixed;overflow-y:auto;background:white;z-index:99;left:" + box.left + "px;top:" + box.top +
    "px;width:" + box.width + "px;height:" + box.height + "px";
  const inside = document.createElement("div");
  inside.style.height = grid.scrollHeight + "px";
  empty.append(inside);
  document.body.append(empty);
})()`;

/** Runs in the page: the time from a change of the view until `isShown` holds, ms. */
const timeToShow = (change: string, isShown: string) => `(async () => {
  const startMs = performance.now();
  ${change};
  while (!(${isShown})) {
    if (performance.now() - startMs > ${timeoutMs}) throw new Error("nothing changed: " + ${JSON.stringify(change)});
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - startMs;
})()`;

const rowCount = `Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") ?? 0)`;

/** Runs in the page: sets the text of the search box at once, as a paste does. */
const searchFor = (text: string) => `(() => {
  const box = document.querySelector("#library-search");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, ${JSON.stringify(text)});
  box.dispatchEvent(new Event("input", { bubbles: true }));
})()`;

async function measureResponses(page: Page): Promise<{ filter: number[]; search: number[] }> {
  const filter: number[] = [];
  const search: number[] = [];
  for (const access of ["Private", "Unlisted", "All", "Private", "All", "Unlisted", "All"]) {
    const before = await page.evaluate<number>(rowCount);
    const press = `document.querySelector('input[type=radio][aria-label=${access}]').click()`;
    filter.push(await page.evaluate<number>(timeToShow(press, `${rowCount} !== ${before}`)));
  }
  for (const text of ["心得", "honest impressions", "開箱", "気になる点", "下一支", ""]) {
    const before = await page.evaluate<number>(rowCount);
    search.push(await page.evaluate<number>(timeToShow(searchFor(text), `${rowCount} !== ${before}`)));
  }
  return { filter, search };
}

/** Measures the library with 10,000 videos in the real app: first sync, relaunch, filter, search, scrolling, memory. */
export async function benchLibrary(): Promise<void> {
  const sandbox = await spawnSandbox({ args: ["--videos", String(videos)] });
  const data = await mkdtemp(join(tmpdir(), "bench-library-"));
  const env = {
    LANGUAGE: "en",
    BIGGO_CLIENT_ID: sandbox.clientId,
    BIGGO_CLIENT_SECRET: sandbox.clientSecret,
    BIGGO_API_URL: sandbox.url,
  };
  try {
    const startMs = performance.now();
    const first = await launchApp(env, data);
    await first.page.getByText(/10,000 videos · synced/).waitFor({ timeout: 300_000 });
    console.log(`first sync of ${videos} videos: ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
    await first.page.evaluate(timeToCovers);
    await first.close();

    const { page, close } = await launchApp(env, data);
    const { covers, paint } = await page.evaluate<{ covers: number; paint: number }>(timeToCovers);
    console.log(
      `relaunch: first contentful paint at ${paint.toFixed(0)} ms, first covers ${covers.toFixed(0)} ms after it`,
    );
    await page.getByText(/10,000 videos · synced/).waitFor();
    await page.waitForTimeout(2000);
    const { filter, search } = await measureResponses(page);
    console.log(
      `filter drawn after ${median(filter).toFixed(0)} ms (worst ${quantile(filter, 1).toFixed(0)}), text search after ` +
        `${median(search).toFixed(0)} ms (worst ${quantile(search, 1).toFixed(0)})`,
    );
    await page.evaluate(addEmptyScroller);
    const empty = await page.evaluate<{ share: number }>(scrollDown("document.getElementById('empty')"));
    await page.evaluate("document.getElementById('empty').remove()");
    const full = await page.evaluate<{ share: number; height: number }>(scrollDown(grid));
    console.log(
      `scrolling ${full.height} px in ${scrollMs / 1000} s: ${(full.share * 100).toFixed(1)} % of frames dropped, ` +
        `an empty scroller of the same size ${(empty.share * 100).toFixed(1)} %`,
    );
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    console.log(`renderer heap afterwards: ${(usedSize / 1e6).toFixed(0)} MB`);
    await close();
  } finally {
    await sandbox.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
