import { expect } from "@playwright/test";
import { callBridge } from "../scripts/window/call-bridge.ts";
import type { TaggedProduct } from "../shared/model/product.ts";
import { goTo, truthOf } from "./support/app.ts";
import { markProduct, searchSandbox } from "./support/catalogue.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "0", "--videos", "6"] });

test.beforeEach(async ({ connected: at }) => {
  await at.open();
});

const box = (at: ConnectedApp) => at.page.getByRole("combobox", { name: "Find products" });
const list = (at: ConnectedApp) => at.page.getByRole("list", { name: "Products on this video" });
const handle = (at: ConnectedApp, position: number) =>
  list(at).getByRole("button", { name: new RegExp(`^${position}\\. `) });
const option = (at: ConnectedApp, title: string) => at.page.getByRole("option").filter({ hasText: title });
const section = (at: ConnectedApp) => at.page.getByRole("region", { name: "Products" });
const saved = (at: ConnectedApp) => at.page.getByText("Saved on BigGo", { exact: true });

async function listOn(at: ConnectedApp, videoId: string): Promise<string[]> {
  const video = (await truthOf(at.sandbox)).videos.find(({ video_id }) => video_id === videoId);
  return (video?.product_list ?? []).map(({ nindex, oid }) => `${nindex}-${oid}`);
}

/** Opens the editor of the library's card at an index; returns its video id. */
async function openCard(at: ConnectedApp, index: number): Promise<string> {
  const cell = at.page.getByRole("gridcell").nth(index);
  const videoId = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  await expect(box(at)).toBeVisible();
  return videoId;
}

/** Removes every product, so that a test starts with an empty list. */
async function emptyList(at: ConnectedApp): Promise<void> {
  const off = list(at).getByRole("button", { name: /^Remove / });
  while ((await off.count()) > 0) {
    const before = await off.count();
    await off.first().click();
    await expect(off).toHaveCount(before - 1);
  }
  await expect(at.page.getByText("No products yet.")).toBeVisible();
}

async function paste(at: ConnectedApp, text: string): Promise<void> {
  await at.app.electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await box(at).fill("");
  await box(at).focus();
  await at.page.keyboard.press("Control+V");
  await expect(box(at)).toHaveValue(text);
}

test("adds ten products by search, URL and paste, refuses an eleventh, and reorders by keyboard", async ({
  connected: at,
}) => {
  test.setTimeout(120_000);
  const videoId = await openCard(at, 0);
  await emptyList(at);
  const found = await searchSandbox(at.sandbox, "耳機");
  const expected: string[] = [];

  await box(at).fill("耳機");
  await expect(option(at, found[0]?.title ?? "").first()).toBeVisible();
  for (const product of found.slice(0, 7)) {
    await box(at).press("Enter");
    await expect(list(at).getByText(product.title).first()).toBeVisible();
    expected.push(`${product.nindex}-${product.oid}`);
    await box(at).press("ArrowDown");
  }
  await box(at).press("ArrowUp");
  await box(at).press("Enter");
  await expect(section(at).getByText("This product is already on the video.")).toBeVisible();

  const [address, link, key, eleventh] = found.slice(7, 11);
  if (eleventh === undefined || address === undefined || link === undefined || key === undefined) throw new Error();
  for (const [product, text] of [
    [address, address.purl],
    [link, `https://biggo.com.tw/r/?i=${link.nindex}&id=${encodeURIComponent(link.oid)}`],
    [key, `${key.nindex}-${key.oid}`],
  ] as const) {
    await paste(at, text);
    await expect(option(at, product.title)).toBeVisible();
    await box(at).press("Enter");
    await expect(list(at).getByText(product.title).first()).toBeVisible();
    expected.push(`${product.nindex}-${product.oid}`);
  }
  await expect(at.page.getByText("10/10", { exact: true })).toBeVisible();
  await paste(at, `${eleventh.nindex}-${eleventh.oid}`);
  await expect(option(at, eleventh.title)).toBeVisible();
  await box(at).press("Enter");
  const refusal = section(at).getByText("A video can have up to 10 products. Remove one first.");
  await expect(refusal).toBeInViewport({ ratio: 1 });
  const [typed, said] = [await box(at).boundingBox(), await refusal.boundingBox()];
  expect((said?.y ?? 0) - ((typed?.y ?? 0) + (typed?.height ?? 0))).toBeLessThan(20);
  await expect(saved(at)).toBeVisible();
  expect(await listOn(at, videoId)).toEqual(expected);

  // The last one to the front, and the first to the third position.
  await handle(at, 10).focus();
  for (let position = 9; position >= 1; position -= 1) {
    await at.page.keyboard.press("Alt+ArrowUp");
    await expect(handle(at, position)).toBeFocused();
  }
  expected.unshift(expected.pop() ?? "");
  await at.page.keyboard.press("Alt+ArrowDown");
  await expect(handle(at, 2)).toBeFocused();
  expected.splice(0, 2, expected[1] ?? "", expected[0] ?? "");
  await expect.poll(() => listOn(at, videoId)).toEqual(expected);
  await at.page.keyboard.press("Delete");
  expected.splice(1, 1);
  await expect.poll(() => listOn(at, videoId)).toEqual(expected);

  // By dragging: the first below the third.
  const [from, to] = [await handle(at, 1).boundingBox(), await handle(at, 3).boundingBox()];
  if (from === null || to === null) throw new Error("a line is not drawn");
  const middle = (box: typeof from) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  await at.page.mouse.move(middle(from).x, middle(from).y);
  await at.page.mouse.down();
  await at.page.mouse.move(middle(from).x, middle(from).y + 8, { steps: 3 });
  await at.page.mouse.move(middle(to).x, middle(to).y + 6, { steps: 8 });
  await at.page.mouse.up();
  expected.splice(2, 0, ...expected.splice(0, 1));
  await expect.poll(() => listOn(at, videoId)).toEqual(expected);
});

test("names a product that is gone on saving, and replaces it while keeping the others", async ({ connected: at }) => {
  const videoId = await openCard(at, 1);
  await emptyList(at);
  const [gone, kept, fresh] = await searchSandbox(at.sandbox, "手錶");
  if (gone === undefined || kept === undefined || fresh === undefined) throw new Error("nothing found");
  await at.sandbox.control("POST", "faults", { kind: "delay", ms: 1200, match: { method: "PATCH" }, times: 1 });
  await box(at).fill("手錶");
  await expect(option(at, gone.title)).toBeVisible();
  // It is found, but gone before it is saved.
  await markProduct(at.sandbox, gone, { gone: true });
  await box(at).press("Enter");
  await box(at).press("ArrowDown");
  await box(at).press("Enter");
  await expect(at.page.getByText(`“${gone.title}” is no longer on BigGo.`)).toBeVisible({ timeout: 10_000 });
  expect(await listOn(at, videoId)).not.toContain(`${gone.nindex}-${gone.oid}`);
  await at.page.getByRole("button", { name: `Replace ${gone.title}` }).click();
  await expect(at.page.getByText(`Choose a replacement for “${gone.title}”`)).toBeVisible();
  await paste(at, `${fresh.nindex}-${fresh.oid}`);
  await expect(option(at, fresh.title)).toBeVisible();
  await box(at).press("Enter");
  await expect(saved(at)).toBeVisible();
  expect(await listOn(at, videoId)).toEqual([`${fresh.nindex}-${fresh.oid}`, `${kept.nindex}-${kept.oid}`]);
});

test("treats search results as plain text, reports failures, and says to sign in where BigGo requires a login", async ({
  connected: at,
}) => {
  await openCard(at, 0);
  const product = {
    nindex: "tw_ec_x",
    oid: "1",
    title: '<img src=x onerror="window.owned=1"> <script>window.owned=1</script>',
    image: "javascript:window.owned=1",
    price: "free",
    store: { name: "<b>shop</b>" },
  };
  const body = { result: true, total: 1, total_page: 1, list: [product, { ...product, oid: "2", image: "file:///x" }] };
  const searches = { method: "GET", path: "^/api/v1/spa/search/" };
  await at.sandbox.control("POST", "faults", { kind: "status", status: 200, body, match: searches });
  await box(at).fill("hostile");
  await expect(at.page.getByRole("option").first()).toContainText("<script>");
  expect(await at.page.evaluate(() => "owned" in window)).toBe(false);
  const noList = { result: true, total: 1, total_page: 1, list: "none" };
  await at.sandbox.control("POST", "faults", { kind: "status", status: 200, body: noList, match: searches });
  await box(at).fill("strange");
  await expect(at.page.getByText("The response didn’t come from BigGo.")).toBeVisible();
  for (const status of [429, 401, 200]) {
    const login = { kind: "status", status, body: { result: false, require_login: true }, match: searches };
    // The second one answers the search with a renewed token.
    await at.sandbox.control("POST", "faults", { ...login, times: 2 });
    await box(at).fill(`anonymous ${status}`);
    await expect(at.page.getByText("You’re signed out. Connect to BigGo.")).toBeVisible();
    await at.sandbox.control("DELETE", "faults");
  }
  await box(at).fill("https://nowhere.example/a/1");
  await expect(at.page.getByText("This store isn’t on BigGo.")).toBeVisible();
});

test("offers recent products and sets, and sends a frame only after the user agrees", async ({ connected: at }) => {
  await openCard(at, 0);
  await emptyList(at);
  const [first] = await searchSandbox(at.sandbox, "咖啡");
  await box(at).fill("咖啡");
  await expect(option(at, first?.title ?? "")).toBeVisible();
  await box(at).press("Enter");
  await list(at)
    .getByText(first?.title ?? "")
    .waitFor();
  await at.page.getByRole("button", { name: "Sets" }).click();
  await at.page.getByRole("menuitem", { name: "Save as a set" }).click();
  await at.page.getByRole("textbox", { name: "Set name" }).fill("Kitchen");
  await at.page.keyboard.press("Enter");
  await at.page.getByRole("button", { name: "Close", exact: true }).click();

  await openCard(at, 3);
  await emptyList(at);
  await expect(at.page.getByText("Recently used")).toBeVisible();
  await expect(option(at, first?.title ?? "")).toBeVisible();
  await at.page.getByRole("button", { name: "Sets" }).click();
  await at.page.getByRole("menuitem", { name: "Kitchen (1)" }).click();
  await expect(list(at).getByText(first?.title ?? "")).toBeVisible();

  const pictures = async () => (await truthOf(at.sandbox)).counts.requests["POST /api/v1/spa/imagesearch/image"] ?? 0;
  await at.page.getByRole("button", { name: "Find products" }).click();
  const question = at.page.getByRole("dialog", { name: "Send this frame to BigGo?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(await pictures()).toBe(0);
  await at.page.getByRole("button", { name: "Find products" }).click();
  await question.getByRole("button", { name: "Agree and send" }).click();
  await expect(at.page.getByText("Products in this frame")).toBeVisible();
  expect(await pictures()).toBe(1);
  await at.page.getByRole("option").first().click();
  await expect(at.page.getByText("2/10", { exact: true })).toBeVisible();
  await at.sandbox.control("POST", "faults", {
    kind: "error",
    code: 1,
    match: { method: "POST", path: "imagesearch" },
  });
  await at.page.getByRole("button", { name: "Find products" }).click();
  await expect(at.page.getByText("The image search didn’t respond.")).toBeVisible();
});

test("adds the next pick to a list that was changed elsewhere while the editor is open", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  await emptyList(at);
  const [added, picked] = await searchSandbox(at.sandbox, "鍵盤");
  if (added === undefined || picked === undefined) throw new Error("nothing found");
  await expect.poll(() => listOn(at, videoId)).toEqual([]);
  const { nindex, oid, title } = added;
  const facts = { price: 1, symbol: "$", currency: "TWD", storeName: "", availability: "available", taggedPrice: 1 };
  await callBridge(at.page, "bulk.start", {
    action: { kind: "addProduct", product: { ref: { nindex, oid }, title, ...facts } as TaggedProduct },
    videoIds: [videoId],
  });
  await expect(at.page.getByText("1/10", { exact: true })).toBeVisible();
  await box(at).fill(`${picked.nindex}-${picked.oid}`);
  await at.page.getByRole("option").first().click();
  const keys = [added, picked].map((product) => `${product.nindex}-${product.oid}`);
  await expect.poll(() => listOn(at, videoId)).toEqual(keys);
});

test("finds dead products, replaces them on every video, and undoes it", async ({ connected: at }) => {
  test.setTimeout(120_000);
  const videoId = await openCard(at, 0);
  await emptyList(at);
  const [old, fresh] = await searchSandbox(at.sandbox, "鍵盤");
  if (old === undefined || fresh === undefined) throw new Error("nothing found");
  await box(at).fill("鍵盤");
  await expect(option(at, old.title)).toBeVisible();
  await box(at).press("Enter");
  await expect(saved(at)).toBeVisible();
  await markProduct(at.sandbox, old, { offline: true });
  await at.page.getByRole("button", { name: "Close", exact: true }).click();
  // Opening the video is one of the ways in which it is noticed.
  await at.page.waitForTimeout(500);
  await at.app.quit();
  await at.open();
  await at.page.locator(`[data-key="${videoId}"]`).click();
  await expect(list(at).getByText("Unavailable")).toBeVisible();
  await at.page.getByRole("button", { name: "Close", exact: true }).click();
  await at.page.getByRole("button", { name: "Products", exact: true }).last().click();
  await at.page.getByRole("menuitemradio", { name: /^Unavailable products/ }).click();
  await expect(at.page.locator(`[data-key="${videoId}"]`)).toBeVisible();

  await goTo(at.page, "Products");
  const line = at.page.getByRole("listitem").filter({ hasText: old.title }).first();
  await line.getByRole("button", { name: "Replace everywhere" }).click();
  const dialog = at.page.getByRole("dialog");
  await dialog.getByRole("combobox").fill(`${fresh.nindex}-${fresh.oid}`);
  await dialog.getByRole("option").first().click();
  await expect(dialog.getByText("1 video will change")).toBeVisible();
  await dialog.getByRole("button", { name: "Update 1 video" }).click();
  await expect(at.page.getByText(`${old.title} → ${fresh.title}`).first()).toBeVisible();
  await expect.poll(() => listOn(at, videoId)).toEqual([`${fresh.nindex}-${fresh.oid}`]);
  await expect(at.page.getByText("1 of 1")).toBeVisible();
  await expect(line.getByRole("button", { name: "Replace everywhere" })).toBeHidden();
  await at.page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => listOn(at, videoId)).toEqual([`${old.nindex}-${old.oid}`]);
});
