import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeSparseVideo } from "../scripts/assets/sparse-video.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { mainDelayMs, measureMain } from "../scripts/window/main-load.ts";
import { type BenchedApp, withAppBehindFront } from "./app-on-sandbox.ts";
import { report } from "./report.ts";
import { quantile } from "./statistics.ts";

const gib = 1024 ** 3;
/** Bytes a second of the fastest line most users have. */
const gigabit = 125_000_000;

/** Runs in the page: from now on keeps how long each input waited for the page, ms. */
const collectDelays = `(() => {
  window.inputDelays = [];
  const keep = (event) => window.inputDelays.push(performance.now() - event.timeStamp);
  for (const type of ["keydown", "wheel", "pointerdown"]) addEventListener(type, keep, { capture: true, passive: true });
})()`;

/** Types a description, scrolls the library and opens another video, again and again. */
async function workInApp(page: Page, rounds: number): Promise<number[]> {
  await page.getByRole("button", { name: /^Library/ }).click();
  for (let round = 0; round < rounds; round += 1) {
    await page
      .getByRole("gridcell")
      .nth(round % 4)
      .click();
    await page.getByRole("textbox", { name: "Description" }).focus();
    for (const key of "steady hands ") {
      await page.keyboard.press(key === " " ? "Space" : key);
      await page.waitForTimeout(40);
    }
    await page.mouse.move(300, 400);
    for (let step = 0; step < 12; step += 1) {
      await page.mouse.wheel(0, step < 6 ? 300 : -300);
      await page.waitForTimeout(40);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("textbox", { name: "Description" }).waitFor({ state: "detached" });
  }
  return page.evaluate<number[]>("window.inputDelays.splice(0)");
}

/** Starts four uploads that last as long as the measurement. */
async function startUploads({ folder, add, page }: BenchedApp, bytes: number): Promise<void> {
  await callBridge(page, "settings.set", { parallelUploads: 4 });
  const paths = Array.from({ length: 4 }, (_, at) => join(folder, `film ${at}.mp4`));
  for (const [at, path] of paths.entries()) await makeSparseVideo(path, bytes + at * 4096);
  await add(paths);
}

/** How long inputs wait while four uploads run at full speed, beside the idle app. */
export async function benchResponsiveness(isTiny: boolean): Promise<void> {
  const rounds = isTiny ? 1 : 12;
  await withAppBehindFront({ sandbox: ["--videos", "1000", "--processing", "0"] }, async (app, front) => {
    const { page, electron } = app;
    await page.getByText(/videos · synced/).waitFor();
    await page.evaluate(collectDelays);
    // The first round loads the editor.
    await workInApp(page, 1);
    await measureMain(electron);
    const idle = await workInApp(page, rounds);
    const idleMain = await mainDelayMs(electron);
    await startUploads(app, isTiny ? gib / 4 : 60 * gib);
    await measureMain(electron);
    const busy = await workInApp(page, rounds);
    const busyMain = await mainDelayMs(electron);
    if (!isTiny && front.takeUploads().length > 0) throw new Error("an upload ended before the measurement did");
    await callBridge(page, "settings.set", { speedLimit: gigabit });
    await measureMain(electron);
    const limited = await workInApp(page, rounds);
    const limitedMain = await mainDelayMs(electron);
    const [full, line, none] = [busy, limited, idle].map((delays) => quantile(delays, 0.95)) as [
      number,
      number,
      number,
    ];
    report({
      bench: "responsiveness",
      rows: [
        { name: "input delay, p95: idle", unit: "ms", values: [none] },
        { name: "added by four uploads at full speed", unit: "ms", values: [full - none], target: 8 },
        { name: "added by four uploads at 1 Gbit/s in all", unit: "ms", values: [line - none], target: 8 },
        { name: "main's event loop, p99: idle", unit: "ms", values: [idleMain] },
        { name: "main's event loop, p99: full speed", unit: "ms", values: [busyMain], target: 30 },
        { name: "main's event loop, p99: 1 Gbit/s", unit: "ms", values: [limitedMain], target: 30 },
      ],
      electron: app.electronPath,
      isTiny,
    });
  });
}
