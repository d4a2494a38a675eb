import type { Page } from "@playwright/test";
import type { ScreenshotSandbox } from "./sandbox-process.ts";
import type { ScreenState } from "./states.ts";

interface Entry {
  nindex: string;
  oid: string;
}

/** The products that the sandbox finds in Taiwan. */
async function search(sandbox: ScreenshotSandbox, words: string): Promise<Entry[]> {
  const url = `${sandbox.url}/api/v1/spa/search/${encodeURIComponent(words)}/product`;
  const response = await fetch(url, { headers: { site: "biggo.com.tw", region: "tw" } });
  return ((await response.json()) as { list: Entry[] }).list;
}

/** The products of one of the account's videos. */
async function productsOf(sandbox: ScreenshotSandbox, videoId: string): Promise<Entry[]> {
  const response = await fetch(`${sandbox.url}/_control/state`);
  const { videos } = (await response.json()) as { videos: { video_id: string; product_list: Entry[] }[] };
  return videos.find(({ video_id }) => video_id === videoId)?.product_list ?? [];
}

const changeProduct = (sandbox: ScreenshotSandbox, entry: Entry | undefined, change: object) =>
  sandbox.control("POST", `products/${entry?.nindex}/${encodeURIComponent(entry?.oid ?? "")}`, change);

const productBox = (page: Page) => page.getByRole("combobox").first();
const card = (page: Page, index: number) => page.getByRole("gridcell").nth(index);

async function openCard(page: Page, index: number): Promise<void> {
  await card(page, index).click();
  await productBox(page).waitFor();
  await page.waitForTimeout(2000);
}

/** States that require a failure or earlier actions. */
export const rareStates: readonly ScreenState[] = [
  {
    name: "editor-product-gone",
    async setup({ page, sandbox }) {
      await openCard(page, 2);
      const [gone] = await search(sandbox, "手錶");
      await productBox(page).fill("手錶");
      await page.getByRole("option").first().waitFor();
      await changeProduct(sandbox, gone, { gone: true });
      await page.getByRole("option").first().click();
      await page.getByRole("alert").waitFor();
      await page.getByRole("alert").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "editor-product-unidentified",
    async setup({ page, sandbox }) {
      const videoId = (await card(page, 2).getAttribute("data-key")) ?? "";
      const [unidentified] = await productsOf(sandbox, videoId);
      await changeProduct(sandbox, unidentified, { nameless: true });
      await openCard(page, 2);
    },
  },
  {
    name: "editor-frame-results",
    async setup({ page }) {
      await openCard(page, 1);
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
    async setup({ page }) {
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
    async setup({ page }) {
      await page.locator("nav button").nth(2).click();
      await page.waitForTimeout(800);
    },
  },
  {
    name: "editor-loading",
    async setup({ page, sandbox }) {
      const match = { method: "GET", path: "^/(api/v1/video|media/videos)/" };
      await sandbox.control("POST", "faults", { kind: "delay", ms: 20_000, match, times: 0 });
      await card(page, 6).click();
      await page.waitForTimeout(1500);
    },
  },
];
