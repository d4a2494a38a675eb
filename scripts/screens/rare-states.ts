import type { Page } from "@playwright/test";
import type { PictureSandbox } from "./sandbox-process.ts";
import type { ScreenState } from "./states.ts";

interface Entry {
  nindex: string;
  oid: string;
}

/** What the sandbox finds for words in Taiwan. */
async function find(sandbox: PictureSandbox, words: string): Promise<Entry[]> {
  const url = `${sandbox.url}/api/v1/spa/search/${encodeURIComponent(words)}/product`;
  const answer = await fetch(url, { headers: { site: "biggo.com.tw", region: "tw" } });
  return ((await answer.json()) as { list: Entry[] }).list;
}

/** The products of one of the account's videos. */
async function productsOf(sandbox: PictureSandbox, videoId: string): Promise<Entry[]> {
  const answer = await fetch(`${sandbox.url}/_control/state`);
  const { videos } = (await answer.json()) as { videos: { video_id: string; product_list: Entry[] }[] };
  return videos.find(({ video_id }) => video_id === videoId)?.product_list ?? [];
}

const mark = (sandbox: PictureSandbox, entry: Entry | undefined, change: object) =>
  sandbox.control("POST", `products/${entry?.nindex}/${encodeURIComponent(entry?.oid ?? "")}`, change);

const box = (page: Page) => page.getByRole("combobox").first();
const card = (page: Page, at: number) => page.getByRole("gridcell").nth(at);

async function open(page: Page, at: number): Promise<void> {
  await card(page, at).click();
  await box(page).waitFor();
  await page.waitForTimeout(2000);
}

/** States that need something to go wrong, or to have been done before. */
export const rareStates: readonly ScreenState[] = [
  {
    name: "editor-product-gone",
    async bring({ page, sandbox }) {
      await open(page, 2);
      const [gone] = await find(sandbox, "手錶");
      await box(page).fill("手錶");
      await page.getByRole("option").first().waitFor();
      await mark(sandbox, gone, { gone: true });
      await page.getByRole("option").first().click();
      await page.getByRole("alert").waitFor();
      await page.getByRole("alert").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "editor-product-unidentified",
    async bring({ page, sandbox }) {
      const videoId = (await card(page, 2).getAttribute("data-key")) ?? "";
      const [strange] = await productsOf(sandbox, videoId);
      await mark(sandbox, strange, { nameless: true });
      await open(page, 2);
    },
  },
  {
    name: "editor-frame-results",
    async bring({ page }) {
      await open(page, 1);
      await page
        .locator("aside button")
        .filter({ has: page.locator(".lucide-scan-search") })
        .click();
      await page.getByRole("dialog").locator("footer button").last().click();
      await page.getByRole("option").first().waitFor();
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "products-runs",
    async bring({ page }) {
      await page.locator("nav button").nth(2).click();
      await page.waitForTimeout(2000);
      await page.locator("main li button").first().click();
      await page.getByRole("dialog").getByRole("combobox").fill("鍵盤");
      await page.getByRole("option").nth(1).click();
      await page.waitForTimeout(1000);
      await page.getByRole("dialog").locator("footer button").last().click();
      await page.waitForTimeout(2500);
    },
  },
  {
    name: "products-empty",
    videos: 0,
    async bring({ page }) {
      await page.locator("nav button").nth(2).click();
      await page.waitForTimeout(800);
    },
  },
  {
    name: "editor-loading",
    async bring({ page, sandbox }) {
      const match = { method: "GET", path: "^/(api/v1/video|media/videos)/" };
      await sandbox.control("POST", "faults", { kind: "delay", ms: 20_000, match, times: 0 });
      await card(page, 6).click();
      await page.waitForTimeout(1500);
    },
  },
];
