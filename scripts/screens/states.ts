import type { ElectronApplication, Page } from "@playwright/test";
import type { FaultSpec } from "../../sandbox/fault-spec.ts";
import type { Template } from "../../shared/model/template.ts";
import { callBridge } from "../window/call-bridge.ts";
import type { PictureSandbox } from "./sandbox-process.ts";

/** What a state is brought about with. */
export interface Stage {
  page: Page;
  sandbox: PictureSandbox;
  electron: ElectronApplication;
  /** What the system's file dialogs answer from now on. */
  pick(path: string): Promise<void>;
  /** Offers files in the review sheet, as the system would. */
  offer(...paths: string[]): Promise<void>;
  files: { sample: string; hevc: string; long: string };
}

/** A state of a screen: how it comes about, on a window that shows the library. */
export interface ScreenState {
  name: string;
  /** How many videos the account has; 24 where left out. */
  videos?: number;
  /** False: nobody has connected an account yet. */
  connected?: boolean;
  /** What BigGo does from before the window opens; the library is not waited for then. */
  slowFirst?: FaultSpec;
  /** The pointer stays where the state has put it. */
  pointing?: boolean;
  bring(stage: Stage): Promise<void>;
}

const onSearch = { method: "GET", path: "^/api/v1/spa/search/" };
const aSecond = 1000;

const box = (page: Page) => page.getByRole("combobox").first();
const settle = (page: Page) => page.waitForTimeout(aSecond);
const rail = (page: Page, at: number) => page.locator("nav button").nth(at);

/** A card by its place: no text, because the texts are in the person's language. */
async function openCard(page: Page, at: number): Promise<string> {
  const cell = page.getByRole("gridcell").nth(at);
  const key = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  await box(page).waitFor();
  await page.waitForTimeout(2 * aSecond);
  return key;
}

async function openUpload({ page, offer }: Stage, path: string): Promise<void> {
  await callBridge(page, "uploads.pauseQueue", { paused: true });
  await offer(path);
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Control+Enter");
  await settle(page);
  await openCard(page, 0);
}

async function search(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.waitForTimeout(1.5 * aSecond);
}

/** The editor's states. */
const editorStates: ScreenState[] = [
  { name: "editor-published", bring: async ({ page }) => void (await openCard(page, 3)) },
  {
    name: "editor-search",
    async bring({ page }) {
      await openCard(page, 1);
      await search(page, "耳機");
    },
  },
  {
    name: "editor-search-nothing",
    async bring({ page }) {
      await openCard(page, 1);
      await search(page, "zzzz");
    },
  },
  {
    name: "editor-search-failed",
    async bring({ page, sandbox }) {
      await openCard(page, 1);
      await sandbox.control("POST", "faults", { kind: "status", status: 500, match: onSearch, times: 0 });
      await search(page, "咖啡");
    },
  },
  {
    name: "editor-conflict",
    async bring({ page, sandbox }) {
      const videoId = await openCard(page, 2);
      await sandbox.call("PATCH", `video/${videoId}`, { description: "從網頁改的說明，三台各跑 30 分鐘。", access: 2 });
      await page.locator("textarea").fill("From the desktop: three machines, thirty minutes each.");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "editor-products-unreadable",
    async bring({ page, sandbox }) {
      await sandbox.control("POST", "faults", {
        kind: "status",
        status: 502,
        match: { method: "GET", path: "^/api/v1/video/" },
        times: 0,
      });
      await openCardPlainly(page, 5);
    },
  },
  {
    name: "editor-upload",
    bring: (stage) => openUpload(stage, stage.files.sample),
  },
  {
    name: "editor-upload-long-name",
    bring: (stage) => openUpload(stage, stage.files.long),
  },
  {
    name: "editor-upload-no-preview",
    bring: (stage) => openUpload(stage, stage.files.hevc),
  },
  {
    name: "editor-frame-question",
    async bring({ page }) {
      await openCard(page, 1);
      await page
        .locator("aside button")
        .filter({ has: page.locator(".lucide-scan-search") })
        .click();
      await page.getByRole("dialog").waitFor();
    },
  },
];

/** A card whose editor has no product box. */
async function openCardPlainly(page: Page, at: number): Promise<void> {
  await page.getByRole("gridcell").nth(at).click();
  await page.locator("textarea").waitFor();
  await page.waitForTimeout(3 * aSecond);
}

async function showDead(page: Page): Promise<void> {
  await rail(page, 2).click();
  await page.waitForTimeout(2 * aSecond);
}

const template: Template = {
  id: "",
  name: "每週開箱",
  title: "{filename}｜第 {n} 集",
  description: "同一個房間、同一支香，三台各跑 30 分鐘。",
  access: "unlisted",
  products: [],
};

/** The other screens that have to do with products and templates. */
const otherStates: ScreenState[] = [
  { name: "products-dead", bring: ({ page }) => showDead(page) },
  {
    name: "products-replace",
    async bring({ page }) {
      await showDead(page);
      await page.locator("main li button").first().click();
      await page.getByRole("dialog").getByRole("combobox").fill("鍵盤");
      await page.waitForTimeout(1.5 * aSecond);
    },
  },
  {
    name: "products-replace-preview",
    async bring({ page }) {
      await showDead(page);
      await page.locator("main li button").first().click();
      await page.getByRole("dialog").getByRole("combobox").fill("鍵盤");
      await page.getByRole("option").nth(1).click();
      await settle(page);
    },
  },
  {
    name: "review-template",
    async bring({ page, offer, files }) {
      await callBridge(page, "templates.save", template);
      await offer(files.sample);
      await page.getByRole("dialog").waitFor();
      await settle(page);
      await page.getByRole("dialog").getByRole("combobox").selectOption({ index: 1 });
    },
  },
  {
    name: "template-dialog",
    async bring({ page }) {
      await callBridge(page, "templates.save", template);
      await rail(page, 4).click();
      await settle(page);
      await page.locator("main button").filter({ hasText: "每週開箱" }).first().click();
    },
  },
  {
    name: "template-apply",
    async bring({ page }) {
      await callBridge(page, "templates.save", template);
      await openCard(page, 2);
      await page.locator("section button[aria-haspopup=menu]").first().click();
      await page.getByRole("menuitem").first().click();
    },
  },
];

/** Every state of the screens that deal with details, covers, products and templates. */
export const screenStates: readonly ScreenState[] = [...editorStates, ...otherStates];
