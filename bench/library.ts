import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "@playwright/test";
import { type BenchedApp, withApp } from "./app-on-sandbox.ts";
import { type Row, report } from "./report.ts";

const timeoutMs = 10_000;
const syncMs = 900_000;
const answerMs = 50;
/** The duration of a scroll from top to bottom, ms. */
const scrollMs = 60_000;

/** Runs in the page: scrolls an element to the bottom within a duration and returns the share of dropped frames. */
const scrollDown = (scroller: string, durationMs: number) => `(async () => {
  const scroller = ${scroller};
  const distance = scroller.scrollHeight - scroller.clientHeight;
  const startMs = performance.now();
  const gaps = [];
  let lastMs = startMs;
  for (let share = 0; share < 1; ) {
    const nowMs = await new Promise(requestAnimationFrame);
    gaps.push(nowMs - lastMs);
    lastMs = nowMs;
    share = (performance.now() - startMs) / ${durationMs};
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

/** Runs in the page: presses what `element` finds. */
const press = (element: string) => `${element}.click()`;

/** Runs in the page: the label of the first video. */
const firstVideo = `document.querySelector("[role=gridcell]")?.getAttribute("aria-label")`;

const selectAll = `document.querySelector("[role=gridcell]").dispatchEvent(
  new KeyboardEvent("keydown", { key: "a", code: "KeyA", ctrlKey: true, bubbles: true, cancelable: true }))`;

const words = ["心得", "honest impressions", "開箱", "気になる点", "下一支"];

/** The times until a change of the view is drawn, ms. */
interface Answers {
  filter: number[];
  search: number[];
  sort: number[];
  select: number[];
}

async function measureAnswers(page: Page, videos: number): Promise<Answers> {
  const answers: Answers = { filter: [], search: [], sort: [], select: [] };
  for (const access of ["Private", "Unlisted", "All", "Private", "All", "Unlisted", "All"]) {
    const before = await page.evaluate<number>(rowCount);
    const radio = `document.querySelector('input[type=radio][aria-label=${access}]')`;
    answers.filter.push(await page.evaluate<number>(timeToShow(press(radio), `${rowCount} !== ${before}`)));
  }
  for (const text of [...words, ""]) {
    const before = await page.evaluate<number>(rowCount);
    answers.search.push(await page.evaluate<number>(timeToShow(searchFor(text), `${rowCount} !== ${before}`)));
  }
  for (const order of [1, 5, 2, 0]) {
    const before = JSON.stringify(await page.evaluate<string>(firstVideo));
    await page.getByRole("button", { name: /^Sort/ }).click();
    await page.getByRole("menuitemradio").first().waitFor();
    const item = `document.querySelectorAll("[role=menuitemradio]")[${order}]`;
    answers.sort.push(await page.evaluate<number>(timeToShow(press(item), `${firstVideo} !== ${before}`)));
    await page.waitForTimeout(300);
  }
  const all = `document.body.textContent.includes("${videos.toLocaleString("en")} selected")`;
  await page.getByRole("gridcell").first().focus();
  answers.select.push(await page.evaluate<number>(timeToShow(selectAll, all)));
  await page.keyboard.press("Escape");
  return answers;
}

/** The same searches as a bare query in the app's own database, each in a process that has read it before, ms. */
function searchByHand(data: string): number[] {
  const [account = ""] = readdirSync(join(data, "accounts"));
  const database = new DatabaseSync(join(data, "accounts", account, "uploader.sqlite"), { readOnly: true });
  const query = database.prepare("SELECT count(*) FROM video WHERE video LIKE ?");
  query.get("%nothing%");
  const took = words.map((text) => {
    const startMs = performance.now();
    query.get(`%${text}%`);
    return performance.now() - startMs;
  });
  database.close();
  return took;
}

async function measureScrolling(page: Page, durationMs: number): Promise<{ library: number; empty: number }> {
  await page.evaluate(addEmptyScroller);
  const empty = await page.evaluate<{ share: number }>(scrollDown("document.getElementById('empty')", durationMs));
  await page.evaluate("document.getElementById('empty').remove()");
  const library = await page.evaluate<{ share: number }>(scrollDown(grid, durationMs));
  return { library: library.share * 100, empty: empty.share * 100 };
}

async function measure({ page, data }: BenchedApp, videos: number, isTiny: boolean): Promise<Row[]> {
  const of = `${videos.toLocaleString("en")} videos`;
  await page.getByText(`${of} · synced`).waitFor({ timeout: syncMs });
  const sync = await page.evaluate(() => performance.now());
  await page.waitForTimeout(2000);
  const { filter, search, sort, select } = await measureAnswers(page, videos);
  const { library, empty } = await measureScrolling(page, isTiny ? 2000 : scrollMs);
  return [
    { name: `first sync, ${of}`, unit: "ms", values: [sync] },
    { name: `filter, ${of}`, unit: "ms", values: filter, target: answerMs },
    { name: `search, ${of}`, unit: "ms", values: search, target: answerMs },
    { name: `search beside SQLite by hand, ${of}`, unit: "ms", values: search, reference: searchByHand(data) },
    { name: `sort, ${of}`, unit: "ms", values: sort, target: answerMs },
    { name: `select all, ${of}`, unit: "ms", values: select, target: answerMs },
    { name: `frames dropped while scrolling, ${of}`, unit: "%", values: [library] },
    { name: `over an empty scroller, ${of}`, unit: "%", values: [library - empty], target: 1 },
  ];
}

/** Measures the library at several sizes in the real app: first sync, filter, search, sort, select all, scrolling. */
export async function benchLibrary(isTiny: boolean): Promise<void> {
  const rows: Row[] = [];
  let electron = "";
  for (const videos of isTiny ? [200] : [1000, 10_000, 50_000]) {
    await withApp({ sandbox: ["--videos", String(videos)] }, async (app) => {
      electron = app.electronPath;
      rows.push(...(await measure(app, videos, isTiny)));
    });
  }
  report({ bench: "library", rows, electron, isTiny });
}
