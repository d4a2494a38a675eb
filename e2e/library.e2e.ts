import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "@playwright/test";
import { signIn } from "../sandbox/test-client.ts";
import { makeVideo } from "../sandbox/testing.ts";
import { goTo, truthOf } from "./support/app.ts";
import { faultsOf } from "./support/axe.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--videos", "60", "--processing", "0"] });
test.beforeEach(({ connected }) => connected.open());

const cells = (at: ConnectedApp) => at.page.getByRole("grid", { name: "Videos" }).getByRole("gridcell");
const chip = (at: ConnectedApp, name: string) =>
  at.page.getByRole("radiogroup", { name: "Filter by access" }).getByRole("radio", { name });

/** The count on a filter chip. */
async function countOf(at: ConnectedApp, name: string): Promise<number> {
  return Number(await chip(at, name).getAttribute("aria-description"));
}

test("combines search, filters and order, keeps them across a reload, and saves them as a view", async ({
  connected: at,
}) => {
  const api = await signIn(at.sandbox);
  await api.call("PATCH", "video/seed00007", { body: { description: "獨一無二的藍牙耳機 ＡＢＣ", access: 1 } });
  await at.page.getByRole("button", { name: "Sync now" }).click();
  await expect(chip(at, "All")).toHaveAttribute("aria-description", "60");
  await chip(at, "Private").check();
  await expect(cells(at)).toHaveCount(await countOf(at, "Private"));

  await at.page.getByRole("searchbox", { name: "Search videos" }).fill("藍牙 abc");
  await expect(cells(at)).toHaveCount(1);
  await expect(cells(at).first()).toHaveAccessibleName("獨一無二的藍牙耳機 ＡＢＣ");
  await expect(chip(at, "Public")).toHaveAttribute("aria-description", "0");
  // The URL holds the view, so a reload shows the same.
  await at.page.reload();
  await expect(cells(at)).toHaveCount(1);
  await expect(chip(at, "Private")).toBeChecked();
  await at.page.getByRole("button", { name: "Saved views" }).click();
  await at.page.getByRole("menuitem", { name: "Save this view" }).click();
  expect(await faultsOf(at.page)).toEqual([]);
  await at.page.getByRole("textbox", { name: "View name" }).fill("Headphones");
  await at.page.keyboard.press("Enter");
  await at.page.getByRole("button", { name: "Clear filters" }).click();
  await expect(chip(at, "All")).toBeChecked();

  // A saved view survives a restart and shows the same.
  await at.app.quit();
  await at.open();
  await at.page.getByRole("button", { name: "Saved views" }).click();
  await at.page.getByRole("menuitem", { name: "Headphones", exact: true }).click();
  await expect(cells(at)).toHaveCount(1);
  // The filters that hide all videos are named and cleared in one step.
  await chip(at, "Public").check();
  await expect(at.page.getByText("Filter: Public")).toBeVisible();
  await at.page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(chip(at, "All")).toHaveAttribute("aria-description", "60");
});

test("extends a selection from its anchor and excludes what a filter hides", async ({ connected: at }) => {
  const chosen = at.page.getByRole("gridcell", { selected: true });
  const press = (key: string) => at.page.keyboard.press(key);
  await cells(at).first().focus();
  await press("Space");
  await press("Escape");
  for (let step = 0; step < 4; step += 1) await press("ArrowRight");
  await press("Shift+ArrowRight");
  await expect(chosen).toHaveCount(2);
  await press("Escape");
  await press("Space");
  await press("Delete");
  await press("Shift+ArrowRight");
  await press("Shift+ArrowRight");
  await expect(chosen).toHaveCount(3);
  await press("Escape");

  await chip(at, "Private").check();
  await cells(at).first().focus();
  await press("Space");
  await expect(chosen).toHaveCount(1);
  await chip(at, "Public").check();
  await expect(chosen).toHaveCount(0);
  await cells(at).first().click();
  await expect(at.page.getByRole("textbox", { name: "Title" })).toBeVisible();
});

test("undoes each of many deletions, and finds the search box from any tab", async ({ connected: at }) => {
  await cells(at).first().focus();
  // Within the page: on a busy computer, a dozen steps from outside take longer than the first undo is offered.
  await at.page.evaluate(async () => {
    const undos = () => [...document.querySelectorAll("button")].filter(({ textContent }) => textContent === "Undo");
    const until = async (isReached: () => boolean) => {
      while (!isReached()) await new Promise(requestAnimationFrame);
    };
    for (let count = 1; count <= 6; count += 1) {
      await until(() => document.activeElement?.role === "gridcell");
      const pressed = new KeyboardEvent("keydown", { key: "Delete", bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(pressed);
      await until(() => undos().length === count);
    }
    for (const undo of undos()) undo.click();
  });
  await expect(chip(at, "All")).toHaveAttribute("aria-description", "60");
  await at.page.getByRole("radio", { name: "Liked" }).check();
  await at.page.keyboard.press("Control+F");
  await expect(at.page.getByRole("searchbox")).toBeFocused();
});

test("plays a card's thumbnails silently while hovered", async ({ connected: at }) => {
  const cell = cells(at).first();
  await cell.hover();
  const pictures = cell.locator("img[src*='/media/thumbnail/']");
  await expect(pictures).toHaveCount(3);
  const shown = () =>
    pictures.evaluateAll((all) => all.findIndex((picture) => getComputedStyle(picture).opacity === "1"));
  for (const position of [1, 2, 0]) await expect.poll(shown, { intervals: [50] }).toBe(position);
  await at.page.mouse.move(0, 0);
  await expect(pictures).toHaveCount(0);
});

test("shows other users' and liked videos by id and link, read only", async ({ connected: at }) => {
  await at.page.getByRole("radio", { name: "Liked" }).check();
  const listed = at.page.getByRole("list", { name: "Videos" }).getByRole("listitem");
  await expect(listed.first()).toBeVisible();
  const scroller = listed.first().locator("../..");
  await scroller.evaluate((element) => element.scrollTo({ top: 500 }));
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
  await at.page.waitForTimeout(200);
  await at.page.getByRole("radio", { name: "Others" }).check();
  const box = at.page.getByRole("textbox", { name: "User ID or link" });
  await box.fill("sandbox-neighbour");
  await box.press("Enter");
  await expect(at.page.getByText(/隔壁的開箱室 @neighbour.lab · \d+ videos/)).toBeVisible();
  // The videos of before were left further down.
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(0);
  const count = await listed.count();
  expect(count).toBeGreaterThan(5);
  await box.fill("https://biggo.com.tw/video/neighbour00001");
  await box.press("Enter");
  await expect(at.page.getByText(/隔壁的開箱室/)).toBeVisible();
  await expect(listed).toHaveCount(count);
  await box.fill("no-such-user");
  await box.press("Enter");
  await expect(at.page.getByText("No BigGo user found")).toBeVisible();
  await expect(at.page.getByRole("button", { name: "Set access" })).toBeHidden();
});

test("records figures from the first sync on", async ({ connected: at }) => {
  await expect(at.page.getByText(/60 videos · synced/)).toBeVisible();
  await goTo(at.page, "Analytics");
  await expect(at.page.getByText("The chart starts tomorrow.")).toBeVisible();
  const views = at.page.getByRole("button", { name: /^Views/ });
  await expect(views).toHaveAttribute("aria-pressed", "true");
  // What is said of the total is what is said of its videos: nothing is known of the day before.
  const total = views.getByText(/ in this period$/);
  const gains = await at.page.getByRole("region", { name: "Biggest gains" }).getByRole("button").allTextContents();
  await expect(total).toHaveText(gains.length === 0 ? "0 in this period" : /^\+/);
  await at.page.getByRole("list").last().getByRole("button").first().click();
  // A chart of one day says nothing, for a video as for all of them.
  await expect(at.page.getByText("The chart starts tomorrow.")).toHaveCount(2);
  await expect(at.page.getByRole("img", { name: /Views: / })).toHaveCount(0);
});

test("watches a folder chosen in the settings and adds its videos automatically", async ({ connected: at }) => {
  test.setTimeout(60_000);
  await at.app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [chosen] })) as never;
  }, at.files);
  await goTo(at.page, "Settings");
  await at.page.getByRole("button", { name: "Watch a folder" }).click();
  await expect(at.page.getByText("Watching", { exact: true })).toBeVisible();
  const name = basename(at.files);
  await expect(at.page.getByText(at.files, { exact: true })).toBeVisible();
  // Two keys, the second before the first can have been published.
  const access = at.page.getByRole("combobox", { name: `Access for ${name}` });
  await access.focus();
  await at.page.keyboard.press("ArrowDown");
  await expect(access).toHaveValue("unlisted");
  await at.page.keyboard.press("ArrowDown");
  await expect(access).toHaveValue("private");
  await access.selectOption({ label: "Unlisted" });
  await makeVideo(join(at.files, "watched.mp4"), { seed: 77 });
  await writeFile(join(at.files, "broken.json"), "{");
  await makeVideo(join(at.files, "broken.mp4"), { seed: 78 });
  await expect(at.page.getByText("2 files may still be copying")).toBeVisible();
  await expect(at.page.getByText(/broken\.json isn’t valid/)).toBeVisible({ timeout: 20_000 });
  expect(await faultsOf(at.page)).toEqual([]);
  await expect
    .poll(async () => (await truthOf(at.sandbox)).videos.filter(({ file_name }) => file_name === "watched.mp4"))
    .toMatchObject([{ access: 2 }]);
  await at.page.getByRole("button", { name: `Stop watching ${name}` }).click();
  await expect(at.page.getByText("Watching", { exact: true })).toBeHidden();
});

/** The labels of the cells in sight, in the order of the grid. */
const inSight = (at: ConnectedApp) =>
  at.page.evaluate(() => {
    const grid = document.querySelector("[role=grid]");
    const box = grid?.parentElement?.getBoundingClientRect();
    if (grid === null || box === undefined) return [];
    return [...grid.querySelectorAll("tbody [role=gridcell]:first-child, tbody td")]
      .filter((cell) => {
        const { top, bottom } = cell.getBoundingClientRect();
        return bottom > box.top + 40 && top < box.bottom - 40;
      })
      .map((cell) => cell.getAttribute("aria-label") ?? cell.textContent ?? "");
  });

for (const layout of ["Grid", "List"]) {
  test(`the library is where it was after another screen, and at the top after a search: ${layout}`, async ({
    connected: at,
  }) => {
    await at.page.getByRole("radio", { name: layout, exact: true }).check();
    const scroller = at.page.getByRole("grid", { name: "Videos" }).locator("..");
    await expect.poll(() => inSight(at)).not.toEqual([]);
    const top = await inSight(at);
    await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
    await expect.poll(() => inSight(at)).not.toEqual(top);
    await at.page.waitForTimeout(300);
    const left = await inSight(at);
    for (const screen of ["Queue", "Settings", "Analytics"] as const) {
      await goTo(at.page, screen);
      await goTo(at.page, "Library");
      await expect.poll(() => inSight(at)).toEqual(left);
    }
    await at.page.getByRole("searchbox", { name: "Search videos" }).fill("0");
    await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(0);
  });
}

test("settings are where they were after another screen", async ({ connected: at }) => {
  await at.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600));
  await goTo(at.page, "Settings");
  const scroller = at.page.locator("main .overflow-y-auto");
  await scroller.evaluate((element) => element.scrollTo({ top: 300 }));
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(300);
  await at.page.waitForTimeout(100);
  await goTo(at.page, "Queue");
  await goTo(at.page, "Settings");
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(300);
});

test("every dialog of the library gives the focus back to what opened it", async ({ connected: at }) => {
  const focused = () => at.page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
  const labelled = () => at.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  const closed = () => expect(at.page.getByRole("dialog")).toHaveCount(0);
  await at.page.getByRole("button", { name: "Saved views" }).press("Enter");
  await at.page.getByRole("menuitem", { name: "Save this view" }).press("Enter");
  await at.page.getByRole("dialog").press("Escape");
  await closed();
  await expect.poll(labelled).toBe("Saved views");

  await cells(at).first().focus();
  await at.page.keyboard.press("ControlOrMeta+a");
  for (const [button, item] of [
    ["Set access", "Private"],
    ["Edit", "Edit description"],
    ["Edit", "Add a product"],
    ["Edit", "Apply a template"],
  ] as const) {
    await at.page.getByRole("button", { name: button, exact: true }).press("Enter");
    await at.page
      .getByRole("menuitem", { name: new RegExp(`^${item}`) })
      .first()
      .press("Enter");
    await at.page.getByRole("dialog").press("Escape");
    await closed();
    await expect.poll(focused).toContain(button);
  }
});

test("Enter does what a dialog is for, and Ctrl+Enter where Enter makes a line", async ({ connected: at }) => {
  const dialog = at.page.getByRole("dialog");
  await goTo(at.page, "Settings");
  await at.page.getByRole("button", { name: "New template" }).press("Enter");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Evening");
  await dialog.getByRole("textbox", { name: "Description" }).focus();
  await at.page.keyboard.type("one");
  await at.page.keyboard.press("Enter");
  await at.page.keyboard.type("two");
  await at.page.keyboard.press("ControlOrMeta+Enter");
  await expect(dialog).toHaveCount(0);
  await at.page
    .getByRole("button", { name: /Evening/ })
    .first()
    .press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Description" })).toHaveValue("one\ntwo");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Morning");
  await at.page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(at.page.getByRole("button", { name: /Morning/ }).first()).toBeVisible();

  await goTo(at.page, "Library");
  await cells(at).first().focus();
  await at.page.keyboard.press("ControlOrMeta+a");
  await at.page.getByRole("button", { name: "Set access" }).press("Enter");
  await at.page.getByRole("menuitem", { name: "Unlisted" }).press("Enter");
  await expect(dialog.getByRole("button", { name: /^Update / })).toBeEnabled();
  await dialog.getByRole("combobox", { name: "Action" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await truthOf(at.sandbox)).videos.filter(({ access }) => access !== 2).length).toBe(0);
});

test("the arrow down leads from the search box to the first video", async ({ connected: at }) => {
  const first = await cells(at).first().getAttribute("data-key");
  await at.page
    .getByRole("grid", { name: "Videos" })
    .locator("..")
    .evaluate((scroller) => {
      scroller.scrollTop = 3000;
    });
  await expect(at.page.locator(`[data-key="${first}"]`)).not.toBeInViewport();
  await at.page.keyboard.press("ControlOrMeta+f");
  await at.page.keyboard.press("ArrowDown");
  await expect(at.page.locator(`[data-key="${first}"]`)).toBeFocused();
  await expect(at.page.locator(`[data-key="${first}"]`)).toBeInViewport();
});

test("deleting many videos shows which", async ({ connected: at }) => {
  await cells(at).first().focus();
  const titles = await cells(at).evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")));
  await at.page.keyboard.press("ControlOrMeta+a");
  await at.page.keyboard.press("Delete");
  const lines = at.page.getByRole("dialog").getByRole("region", { name: "Preview" }).getByRole("listitem");
  await expect(lines.nth(2)).toBeVisible();
  for (const text of (await lines.allTextContents()).slice(0, 3)) expect(titles).toContain(text);
  await expect(lines.first().locator("img").first()).toBeVisible();
});

for (const layout of ["Grid", "List"]) {
  test(`long titles have two lines: ${layout}`, async ({ connected: at }) => {
    const title =
      "三款實測開箱：honest impressions after two weeks of daily use, with everything linked below and chapters";
    const api = await signIn(at.sandbox);
    await api.call("PATCH", "video/seed00060", { body: { description: title } });
    await at.page.getByRole("button", { name: "Sync now" }).click();
    await at.page.getByRole("radio", { name: layout, exact: true }).check();
    const [wide, narrow] = [1280, 900];
    for (const width of [wide, narrow]) {
      await at.app.electron.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size, 700),
        width,
      );
      const shown = at.page.getByRole("gridcell", { name: title }).getByText(title, { exact: true });
      await expect.poll(() => shown.evaluate((element) => element.getBoundingClientRect().height)).toBeGreaterThan(34);
    }
  });
}
