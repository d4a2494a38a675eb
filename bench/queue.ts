import { copyFile, open } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../scripts/run/paths.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { type BenchedApp, withAppBehindFront } from "./app-on-sandbox.ts";
import type { Front } from "./front/start-front.ts";
import { type Row, report } from "./report.ts";

const moves = 30;
const timeoutMs = 1_800_000;

/** The times of one size, ms; those of adding and draining for each row. */
interface Times {
  add: number;
  restore: number;
  move: number;
  drain: number;
}

/** Small films, each with a byte of its own. */
async function makeFilms(folder: string, count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, at) => join(folder, `film ${at}.mp4`));
  for (const [at, path] of paths.entries()) {
    await copyFile(join(root, "assets/sample.mp4"), path);
    const handle = await open(path, "a");
    const box = Buffer.alloc(64);
    box.writeUInt32BE(box.length, 0);
    box.write("free", 4, "latin1");
    box.writeUInt32BE(at, 8);
    await handle.write(box);
    await handle.close();
  }
  return paths;
}

/** The number of unfinished uploads, as the rail shows it. */
const unfinished = `Number(document.querySelector("nav button[aria-label=Queue]")?.getAttribute("aria-description")?.replaceAll(",", "") ?? 0)`;

async function waitFor(page: Page, isReached: string): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await page.evaluate<boolean>(isReached))) {
    if (performance.now() > endMs) throw new Error(`never reached: ${isReached}`);
    await page.waitForTimeout(20);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** Moves rows of the queue from its end to its start; resolves with the time of one, ms. */
async function timeMoves(page: Page): Promise<number> {
  const { uploads } = await callBridge(page, "uploads.snapshot", undefined);
  const ids = uploads.map(({ id }) => id);
  const first = ids[0] ?? "";
  const last = ids.slice(-moves).filter((id) => id !== first);
  const ms = await timed(async () => {
    for (const id of last) await callBridge(page, "uploads.move", { id, beforeId: first });
  });
  return ms / last.length;
}

async function measure(opened: BenchedApp, front: Front, count: number): Promise<Times> {
  const paths = await makeFilms(opened.folder, count);
  await callBridge(opened.page, "settings.set", { parallelUploads: 4 });
  await callBridge(opened.page, "uploads.pauseQueue", { paused: true });
  const add = await timed(async () => {
    await opened.add(paths);
    await waitFor(opened.page, `${unfinished} === ${count}`);
  });
  const { page } = await opened.reopen();
  await waitFor(page, `${unfinished} === ${count}`);
  const restore = await page.evaluate(() => performance.now());
  const move = await timeMoves(page);
  const drain = await timed(async () => {
    await callBridge(page, "uploads.pauseQueue", { paused: false });
    await front.uploads(count, timeoutMs);
    await waitFor(page, `${unfinished} === 0`);
  });
  return { add: add / count, restore, move, drain: drain / count };
}

/** What a row of the queue costs at several lengths of it: to be added, restored, moved and uploaded. */
export async function benchQueue(isTiny: boolean): Promise<void> {
  const [sizes, base] = isTiny ? [[4, 8], 4] : [[10, 100, 1000, 10_000], 100];
  const measured = new Map<number, Times>();
  let electron = "";
  for (const count of sizes) {
    await withAppBehindFront({}, async (app, front) => {
      electron = app.electronPath;
      measured.set(count, await measure(app, front, count));
    });
  }
  const few = measured.get(base);
  const rows = [...measured].flatMap(([count, { add, restore, move, drain }]): Row[] => {
    const of = `${count.toLocaleString("en")} rows`;
    const beside = (name: keyof Times) =>
      count > base && few !== undefined ? { reference: [few[name]], target: 1.25 } : {};
    return [
      { name: `a row added, ${of}`, unit: "ms", values: [add], ...beside("add") },
      { name: `restored, ${of}`, unit: "ms", values: [restore] },
      { name: `a row moved, ${of}`, unit: "ms", values: [move], ...beside("move") },
      { name: `a row uploaded, ${of}`, unit: "ms", values: [drain], ...beside("drain") },
    ];
  });
  const thousand = measured.get(1000);
  if (thousand !== undefined)
    rows.push({ name: "1,000 small files added", unit: "ms", values: [thousand.add * 1000], target: 2000 });
  report({ bench: "queue", rows, electron, isTiny });
}
