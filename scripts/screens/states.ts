import type { ElectronApplication, Page } from "@playwright/test";
import type { FaultSpec } from "../../sandbox/fault-spec.ts";
import type { Template } from "../../shared/model/template.ts";
import { callBridge } from "../window/call-bridge.ts";
import type { ScreenshotSandbox } from "./sandbox-process.ts";

/** What a state's setup works with. */
export interface ScreenFixture {
  page: Page;
  sandbox: ScreenshotSandbox;
  electron: ElectronApplication;
  /** Makes the system's file dialogs return this path from now on. */
  stubDialogs(path: string): Promise<void>;
  /** Drops files on the window, which opens the review sheet. */
  offer(...paths: string[]): Promise<void>;
  files: { sample: string; hevc: string; long: string };
}

/** A state of a screen and its setup, which starts from a window that shows the library. */
export interface ScreenState {
  name: string;
  /** The number of videos in the account; 24 by default. */
  videos?: number;
  /** False when no account is connected yet. */
  connected?: boolean;
  /** A fault injected before the window opens; the library is then not awaited. */
  initialFault?: FaultSpec;
  /** Leaves the pointer where the setup moved it. */
  keepsPointer?: boolean;
  setup(fixture: ScreenFixture): Promise<void>;
}

const onSearch = { method: "GET", path: "^/api/v1/spa/search/" };
const secondMs = 1000;

const productBox = (page: Page) => page.getByRole("combobox").first();
const settle = (page: Page) => page.waitForTimeout(secondMs);
const railButton = (page: Page, index: number) => page.locator("nav button").nth(index);

/** Opens a card by its index: not by text, because texts depend on the language. Returns the card's key. */
async function openCard(page: Page, index: number): Promise<string> {
  const cell = page.getByRole("gridcell").nth(index);
  const key = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  await productBox(page).waitFor();
  await page.waitForTimeout(2 * secondMs);
  return key;
}

/** Adds a file to the paused queue and opens its editor. */
export async function openUpload({ page, offer }: ScreenFixture, path: string): Promise<void> {
  await callBridge(page, "uploads.pauseQueue", { paused: true });
  await offer(path);
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Control+Enter");
  await settle(page);
  await openCard(page, 0);
}

async function search(page: Page, text: string): Promise<void> {
  await productBox(page).fill(text);
  await page.waitForTimeout(1.5 * secondMs);
}

/** The editor's states. */
const editorStates: ScreenState[] = [
  { name: "editor-published", setup: async ({ page }) => void (await openCard(page, 3)) },
  {
    name: "editor-search",
    async setup({ page }) {
      await openCard(page, 1);
      await search(page, "耳機");
    },
  },
  {
    name: "editor-search-nothing",
    async setup({ page }) {
      await openCard(page, 1);
      await search(page, "zzzz");
    },
  },
  {
    name: "editor-search-failed",
    async setup({ page, sandbox }) {
      await openCard(page, 1);
      await sandbox.control("POST", "faults", { kind: "status", status: 500, match: onSearch, times: 0 });
      await search(page, "咖啡");
    },
  },
  {
    name: "editor-conflict",
    async setup({ page, sandbox }) {
      const videoId = await openCard(page, 2);
      await sandbox.call("PATCH", `video/${videoId}`, { description: "從網頁改的說明，三台各跑 30 分鐘。", access: 2 });
      await page.locator("textarea").fill("From the desktop: three machines, thirty minutes each.");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "editor-products-unreadable",
    async setup({ page, sandbox }) {
      await sandbox.control("POST", "faults", {
        kind: "status",
        status: 502,
        match: { method: "GET", path: "^/api/v1/video/" },
        times: 0,
      });
      await openCardWithoutProducts(page, 5);
    },
  },
  {
    name: "editor-upload",
    setup: (fixture) => openUpload(fixture, fixture.files.sample),
  },
  {
    name: "editor-upload-long-name",
    setup: (fixture) => openUpload(fixture, fixture.files.long),
  },
  {
    name: "editor-upload-no-preview",
    setup: (fixture) => openUpload(fixture, fixture.files.hevc),
  },
  {
    name: "editor-frame-question",
    async setup({ page }) {
      await openCard(page, 1);
      await page
        .locator("aside button")
        .filter({ has: page.locator(".lucide-scan-search") })
        .click();
      await page.getByRole("dialog").waitFor();
    },
  },
];

/** Opens a card whose editor has no product box. */
async function openCardWithoutProducts(page: Page, index: number): Promise<void> {
  await page.getByRole("gridcell").nth(index).click();
  await page.locator("textarea").waitFor();
  await page.waitForTimeout(3 * secondMs);
}

async function openProducts(page: Page): Promise<void> {
  await railButton(page, 2).click();
  await page.waitForTimeout(2 * secondMs);
}

const template: Template = {
  id: "",
  name: "每週開箱",
  title: "{filename}｜第 {n} 集",
  description: "同一個房間、同一支香，三台各跑 30 分鐘。",
  access: "unlisted",
  products: [],
};

/** The states of other screens with products and templates. */
const otherStates: ScreenState[] = [
  { name: "products-dead", setup: ({ page }) => openProducts(page) },
  {
    name: "products-replace",
    async setup({ page }) {
      await openProducts(page);
      await page.locator("main li button").first().click();
      await page.getByRole("dialog").getByRole("combobox").fill("鍵盤");
      await page.waitForTimeout(1.5 * secondMs);
    },
  },
  {
    name: "products-replace-preview",
    async setup({ page }) {
      await openProducts(page);
      await page.locator("main li button").first().click();
      await page.getByRole("dialog").getByRole("combobox").fill("鍵盤");
      await page.getByRole("option").nth(1).click();
      await settle(page);
    },
  },
  {
    name: "review-template",
    async setup({ page, offer, files }) {
      await callBridge(page, "templates.save", template);
      await offer(files.sample);
      await page.getByRole("dialog").waitFor();
      await settle(page);
      await page.getByRole("dialog").getByRole("combobox").selectOption({ index: 1 });
    },
  },
  {
    name: "template-dialog",
    async setup({ page }) {
      await callBridge(page, "templates.save", template);
      await railButton(page, 4).click();
      await settle(page);
      await page.locator("main button").filter({ hasText: "每週開箱" }).first().click();
    },
  },
  {
    name: "template-apply",
    async setup({ page }) {
      await callBridge(page, "templates.save", template);
      await openCard(page, 2);
      await page.locator("section button[aria-haspopup=menu]").first().click();
      await page.getByRole("menuitem").first().click();
    },
  },
];

/** The states of the screens for details, covers, products and templates. */
export const screenStates: readonly ScreenState[] = [...editorStates, ...otherStates];
