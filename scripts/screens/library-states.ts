import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenFixture, ScreenState } from "./states.ts";

const secondMs = 1000;
const settle = (page: Page) => page.waitForTimeout(secondMs);
const railButton = (page: Page, index: number) => page.locator("nav button").nth(index);
const cells = (page: Page) => page.getByRole("gridcell");

/** Selects `count` cards by keyboard. Nothing is located by text, because texts depend on the language. */
async function selectCards(page: Page, count: number): Promise<void> {
  await cells(page).first().focus();
  for (let selected = 1; selected < count; selected += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.waitForTimeout(300);
}

/** Opens a command of the selection bar, by the index of its menu and of the item. */
async function openBulkDialog(page: Page, menu: number, item: number): Promise<void> {
  await page.locator("main section button[aria-haspopup=menu]").nth(menu).click();
  await page.getByRole("menuitem").nth(item).click();
  await page.getByRole("dialog").waitFor();
  await settle(page);
}

async function cardIds(page: Page, count: number): Promise<string[]> {
  const keys = await cells(page).evaluateAll((all) => all.map((cell) => cell.getAttribute("data-key") ?? ""));
  return keys.slice(0, count);
}

const libraryMenu = (page: Page) => page.locator("main header button[aria-haspopup=menu]").first();

/** Adds 40 days of figures, as if the app had been opened every day. */
async function addFigures({ electron, page }: ScreenFixture): Promise<void> {
  await electron.evaluate(({ app }) => {
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    const { readdirSync } = process.getBuiltinModule("node:fs");
    const accounts = `${app.getPath("userData")}/accounts`;
    const database = new DatabaseSync(`${accounts}/${readdirSync(accounts)[0]}/uploader.sqlite`);
    const videos = database.prepare("SELECT video_id, views, likes, comments FROM video_figures").all();
    const insert = database.prepare("INSERT OR IGNORE INTO video_figures VALUES (?, ?, ?, ?, ?)");
    const insertDay = database.prepare("INSERT OR IGNORE INTO figures_day VALUES (?)");
    for (let age = 40; age > 0; age -= 1) {
      const day = new Date(Date.now() - age * 86_400_000).toISOString().slice(0, 10);
      insertDay.run(day);
      videos.forEach((video, index) => {
        const share = Math.max(0, 1 - (age / 60) * (((index * 7) % 10) / 10) - (age % 7 === 0 ? 0.01 : 0));
        const past = (name: string) => Math.round(Number(video[name]) * share);
        insert.run(String(video.video_id), day, past("views"), past("likes"), past("comments"));
      });
    }
    database.close();
  });
  await railButton(page, 3).click();
  await page.waitForTimeout(2 * secondMs);
}

async function watchFolder({ page, stubDialogs, files }: ScreenFixture): Promise<void> {
  const folder = join(dirname(files.sample), "完成的影片 – exported for BigGo");
  mkdirSync(folder);
  await stubDialogs(folder);
  const choices = { access: "public", stayPrivate: true, templateId: null } as const;
  await callBridge(page, "watch.add", { choices, includeExisting: false });
  copyFileSync(files.sample, join(folder, "開箱 🎧.mp4"));
  writeFileSync(join(folder, "開箱 🎧.json"), '{"titel": "開箱"}');
  writeFileSync(join(folder, "notes.mp4"), "not a video\n");
  await page.waitForTimeout(13 * secondMs);
  copyFileSync(files.long, join(folder, "still being copied.mp4"));
  await railButton(page, 4).click();
  await page.locator("main section").nth(4).scrollIntoViewIfNeeded();
  await settle(page);
}

async function importTable(
  { page, stubDialogs, files }: ScreenFixture,
  change: (text: string) => string,
): Promise<void> {
  const path = join(dirname(files.sample), "videos.csv");
  await stubDialogs(path);
  await callBridge(page, "table.export", undefined);
  writeFileSync(path, change(readFileSync(path, "utf8")));
  await libraryMenu(page).click();
  await page.getByRole("menuitem").nth(2).click();
  await page.getByRole("dialog").waitFor();
  await settle(page);
}

/** The library at scale: filters, bulk changes, tables, other users' videos, figures, watched folders. */
export const libraryStates: readonly ScreenState[] = [
  {
    name: "library-filtered",
    videos: 240,
    async setup({ page }) {
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
    setup: ({ page }) => selectCards(page, 5),
  },
  {
    name: "bulk-access",
    videos: 60,
    async setup({ page }) {
      await selectCards(page, 12);
      await openBulkDialog(page, 0, 2);
    },
  },
  {
    name: "bulk-text",
    videos: 60,
    async setup({ page }) {
      await selectCards(page, 8);
      await openBulkDialog(page, 1, 0);
      await page.getByRole("dialog").locator("textarea").fill("#BigGo #開箱");
      await settle(page);
    },
  },
  {
    name: "bulk-remove-product",
    videos: 60,
    async setup({ page }) {
      for (const videoId of await cardIds(page, 6)) await callBridge(page, "library.products", { videoId });
      await selectCards(page, 6);
      await openBulkDialog(page, 1, 2);
    },
  },
  {
    name: "bulk-delete",
    videos: 60,
    async setup({ page }) {
      await selectCards(page, 9);
      await page.keyboard.press("Delete");
      await page.getByRole("dialog").waitFor();
      await settle(page);
    },
  },
  {
    name: "bulk-running",
    videos: 120,
    async setup({ page, sandbox }) {
      const match = { method: "PATCH", path: "^/api/v1/video/" };
      await sandbox.control("POST", "faults", { kind: "error", code: 1006, match, times: 2 });
      await sandbox.control("POST", "faults", { kind: "delay", ms: 1200, match, times: 0 });
      const { videos } = await callBridge(page, "library.snapshot", undefined);
      const videoIds = videos.slice(0, 60).map(({ videoId }) => videoId);
      await callBridge(page, "bulk.start", { action: { kind: "access", access: "unlisted" }, videoIds });
      await page.waitForTimeout(5 * secondMs);
    },
  },
  {
    name: "bulk-results",
    videos: 60,
    async setup({ page, sandbox }) {
      const match = { method: "PATCH", path: "^/api/v1/video/" };
      await sandbox.control("POST", "faults", { kind: "error", code: 1006, match, times: 2 });
      const videoIds = await cardIds(page, 12);
      await callBridge(page, "bulk.start", { action: { kind: "appendText", text: "#BigGo" }, videoIds });
      await page.waitForTimeout(2500);
      await libraryMenu(page).click();
      await page.getByRole("menuitem").first().click();
      await settle(page);
    },
  },
  {
    name: "table-import",
    videos: 60,
    setup: (fixture) =>
      importTable(fixture, (text) =>
        text
          .split("\r\n")
          .map((line, index) => (index > 0 && index < 6 ? line.replace(/,(public|unlisted),/, ",private,") : line))
          .map((line, index) =>
            index === 9 || index === 12 ? line.replace(/,(public|unlisted|private),/, ",everybody,") : line,
          )
          .map((line, index) => (index === 15 ? line.replace("seed", "unknown") : line))
          .join("\r\n"),
      ),
  },
  {
    name: "library-liked",
    videos: 60,
    async setup({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(1).click();
      await page.waitForTimeout(2 * secondMs);
    },
  },
  {
    name: "library-others",
    videos: 60,
    async setup({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(2).click();
      await page.locator("main form input").fill("sandbox-neighbour");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(2 * secondMs);
    },
  },
  {
    name: "library-others-not-found",
    async setup({ page }) {
      await page.locator("main header [role=radiogroup] input").nth(2).click();
      await page.locator("main form input").fill("https://example.com/unknown");
      await page.keyboard.press("Enter");
      await settle(page);
    },
  },
  { name: "insight", videos: 60, setup: addFigures },
  {
    name: "insight-young",
    async setup({ page }) {
      await railButton(page, 3).click();
      await settle(page);
    },
  },
  { name: "settings-watched", setup: watchFolder },
];
