import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenState, Stage } from "./states.ts";

const aSecond = 1000;
const settle = (page: Page) => page.waitForTimeout(aSecond);
const rail = (page: Page, at: number) => page.locator("nav button").nth(at);
const cells = (page: Page) => page.getByRole("gridcell");

/** Selects so many cards by keyboard: no text, because the texts are in the person's language. */
async function selectCards(page: Page, count: number): Promise<void> {
  await cells(page).first().focus();
  for (let at = 1; at < count; at += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForTimeout(300);
}

/** A command of the bar that appears with a selection: its menu by place, and what is in it by place. */
async function bulk(page: Page, menu: number, item: number): Promise<void> {
  await page.locator("main section button[aria-haspopup=menu]").nth(menu).click();
  await page.getByRole("menuitem").nth(item).click();
  await page.getByRole("dialog").waitFor();
  await settle(page);
}

async function idsOfCards(page: Page, count: number): Promise<string[]> {
  const keys = await cells(page).evaluateAll((all) => all.map((cell) => cell.getAttribute("data-key") ?? ""));
  return keys.slice(0, count);
}

const menuOfLibrary = (page: Page) => page.locator("main header button[aria-haspopup=menu]").first();

/** Figures of a month, as if the app had been opened every day. */
async function keepFigures({ electron, page }: Stage): Promise<void> {
  await electron.evaluate(({ app }) => {
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const { readdirSync } = process.getBuiltinModule("node:fs");
    const accounts = `${app.getPath("userData")}/accounts`;
    const database = new DatabaseSync(`${accounts}/${readdirSync(accounts)[0]}/uploader.sqlite`);
    const videos = database.prepare("SELECT video_id, views, likes, comments FROM video_figures").all();
    const insert = database.prepare("INSERT OR IGNORE INTO video_figures VALUES (?, ?, ?, ?, ?)");
    const keep = database.prepare("INSERT OR IGNORE INTO figures_day VALUES (?)");
    for (let age = 40; age > 0; age -= 1) {
      const day = new Date(Date.now() - age * 86_400_000).toISOString().slice(0, 10);
      keep.run(day);
      videos.forEach((video, at) => {
        const part = Math.max(0, 1 - (age / 60) * (((at * 7) % 10) / 10) - (age % 7 === 0 ? 0.01 : 0));
        const of = (name: string) => Math.round(Number(video[name]) * part);
        insert.run(String(video.video_id), day, of("views"), of("likes"), of("comments"));
      });
    }
    database.close();
  });
  await rail(page, 3).click();
  await page.waitForTimeout(2 * aSecond);
}

async function watchFolder({ page, pick, files }: Stage): Promise<void> {
  const folder = join(dirname(files.sample), "完成的影片 – exported for BigGo");
  mkdirSync(folder);
  await pick(folder);
  const choices = { access: "public", stayPrivate: true, templateId: null } as const;
  await callBridge(page, "watch.add", { choices, includeExisting: false });
  copyFileSync(files.sample, join(folder, "開箱 🎧.mp4"));
  writeFileSync(join(folder, "開箱 🎧.json"), '{"titel": "開箱"}');
  writeFileSync(join(folder, "notes.mp4"), "no film at all\n");
  await page.waitForTimeout(13 * aSecond);
  copyFileSync(files.long, join(folder, "still being copied.mp4"));
  await rail(page, 4).click();
  await page.locator("main section").nth(4).scrollIntoViewIfNeeded();
  await settle(page);
}

async function importTable({ page, pick, files }: Stage, change: (text: string) => string): Promise<void> {
  const path = join(dirname(files.sample), "videos.csv");
  await pick(path);
  await callBridge(page, "table.export", undefined);
  writeFileSync(path, change(readFileSync(path, "utf8")));
  await menuOfLibrary(page).click();
  await page.getByRole("menuitem").nth(2).click();
  await page.getByRole("dialog").waitFor();
  await settle(page);
}

/** The library at scale: filters, changes of many videos, tables, others, figures, watched folders. */
export const libraryStates: readonly ScreenState[] = [
  {
    name: "library-filtered",
    videos: 240,
    async bring({ page }) {
      await page.locator("main [role=radiogroup]").nth(1).locator("input").nth(1).click();
      await page.locator("main button[aria-haspopup=menu]").nth(1).click();
      await page.getByRole("menuitemradio").nth(1).click();
      await page.locator("main button[aria-haspopup=menu]").nth(2).click();
      await settle(page);
    },
  },
  {
    name: "library-selected",
    videos: 60,
    bring: ({ page }) => selectCards(page, 5),
  },
  {
    name: "bulk-access",
    videos: 60,
    async bring({ page }) {
      await selectCards(page, 12);
      await bulk(page, 0, 2);
    },
  },
  {
    name: "bulk-text",
    videos: 60,
    async bring({ page }) {
      await selectCards(page, 8);
      await bulk(page, 1, 0);
      await page.getByRole("dialog").locator("textarea").fill("#BigGo #開箱");
      await settle(page);
    },
  },
  {
    name: "bulk-remove-product",
    videos: 60,
    async bring({ page }) {
      for (const videoId of await idsOfCards(page, 6)) await callBridge(page, "library.products", { videoId });
      await selectCards(page, 6);
      await bulk(page, 1, 2);
    },
  },
  {
    name: "bulk-delete",
    videos: 60,
    async bring({ page }) {
      await selectCards(page, 9);
      await page.keyboard.press("Delete");
      await page.getByRole("dialog").waitFor();
      await settle(page);
    },
  },
  {
    name: "bulk-running",
    videos: 120,
    async bring({ page, sandbox }) {
      const match = { method: "PATCH", path: "^/api/v1/video/" };
      await sandbox.control("POST", "faults", { kind: "error", code: 1006, match, times: 2 });
      await sandbox.control("POST", "faults", { kind: "delay", ms: 1200, match, times: 0 });
      const { videos } = await callBridge(page, "library.snapshot", undefined);
      const videoIds = videos.slice(0, 60).map(({ videoId }) => videoId);
      await callBridge(page, "bulk.start", { action: { kind: "access", access: "unlisted" }, videoIds });
      await page.waitForTimeout(5 * aSecond);
    },
  },
  {
    name: "bulk-results",
    videos: 60,
    async bring({ page, sandbox }) {
      const match = { method: "PATCH", path: "^/api/v1/video/" };
      await sandbox.control("POST", "faults", { kind: "error", code: 1006, match, times: 2 });
      const videoIds = await idsOfCards(page, 12);
      await callBridge(page, "bulk.start", { action: { kind: "appendText", text: "#BigGo" }, videoIds });
      await page.waitForTimeout(2500);
      await menuOfLibrary(page).click();
      await page.getByRole("menuitem").first().click();
      await settle(page);
    },
  },
  {
    name: "table-import",
    videos: 60,
    bring: (stage) =>
      importTable(stage, (text) =>
        text
          .split("\r\n")
          .map((line, at) => (at > 0 && at < 6 ? line.replace(/,(public|unlisted),/, ",private,") : line))
          .map((line, at) =>
            at === 9 || at === 12 ? line.replace(/,(public|unlisted|private),/, ",everybody,") : line,
          )
          .map((line, at) => (at === 15 ? line.replace("seed", "nobody") : line))
          .join("\r\n"),
      ),
  },
  {
    name: "library-liked",
    videos: 60,
    async bring({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(1).click();
      await page.waitForTimeout(2 * aSecond);
    },
  },
  {
    name: "library-others",
    videos: 60,
    async bring({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(2).click();
      await page.locator("main form input").fill("sandbox-neighbour");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(2 * aSecond);
    },
  },
  {
    name: "library-others-nobody",
    async bring({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(2).click();
      await page.locator("main form input").fill("https://example.com/nobody");
      await page.keyboard.press("Enter");
      await settle(page);
    },
  },
  { name: "insight", videos: 60, bring: keepFigures },
  {
    name: "insight-young",
    async bring({ page }) {
      await rail(page, 3).click();
      await settle(page);
    },
  },
  { name: "settings-watched", bring: watchFolder },
];
