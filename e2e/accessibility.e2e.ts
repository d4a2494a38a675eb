import { expect, test } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { type App, goTo, newFolder, openApp, pointedAt, removeFolder } from "./support/app.ts";
import { faultsOf } from "./support/axe.ts";

let sandbox: SpawnedSandbox;
let data: string;
let app: App;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "45"] });
  data = await newFolder("data");
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  await expect(app.page.getByRole("gridcell").first()).toBeVisible();
});
test.afterAll(async () => {
  await app.quit();
  await sandbox.stop();
  await removeFolder(data);
});

// What else axe checks is the same in both.
const rulesOf = { Light: undefined, Dark: ["color-contrast"] };
for (const theme of ["Light", "Dark"] as const) {
  const rules = rulesOf[theme];
  test(`axe finds no violation on any screen, ${theme.toLowerCase()}`, async () => {
    test.setTimeout(240_000);
    const { page } = app;
    await goTo(page, "Settings");
    await page.getByRole("radio", { name: theme }).click();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "settings").toEqual([]);
    await goTo(page, "Queue");
    expect(await faultsOf(page, rules), "queue").toEqual([]);
    await goTo(page, "Library");
    await page.waitForTimeout(500);
    expect(await faultsOf(page, rules), "library").toEqual([]);
    await page.getByRole("radio", { name: "List", exact: true }).click();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "list").toEqual([]);
    await page.getByRole("radio", { name: "Grid", exact: true }).click();
    await page.getByRole("gridcell").first().dblclick();
    await expect(page.getByRole("textbox", { name: "Title" })).toBeVisible();
    await page.getByRole("combobox", { name: "Find products" }).fill("耳機");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expect(page.getByRole("list", { name: "Products on this video" })).toBeVisible();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "editor").toEqual([]);
    await page.getByRole("button", { name: "Template" }).click();
    await page.getByRole("menuitem", { name: "Create template from this video" }).click();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "template").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await goTo(page, "Products");
    await page.getByRole("button", { name: "Replace everywhere" }).first().click();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "replace").toEqual([]);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "products").toEqual([]);
    await goTo(page, "Analytics");
    await expect(page.getByRole("heading", { name: "Biggest gains" })).toBeVisible();
    expect(await faultsOf(page, rules), "insight").toEqual([]);
    await goTo(page, "Library");
    await page.getByRole("radio", { name: "Liked" }).check();
    await expect(page.getByRole("list", { name: "Videos" }).getByRole("listitem").first()).toBeVisible();
    expect(await faultsOf(page, rules), "liked").toEqual([]);
    await page.getByRole("radio", { name: "Others" }).check();
    await page.getByRole("textbox", { name: "User ID or link" }).fill("no body");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("No BigGo user found")).toBeVisible();
    expect(await faultsOf(page, rules), "others").toEqual([]);
    await page.getByRole("radio", { name: "Yours" }).check();
    await page.getByRole("gridcell").first().focus();
    await page.keyboard.press("Control+a");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    for (const kind of ["Edit description", "Add a product", "Remove a product", "Apply a template", "Change access"]) {
      if (kind === "Edit description") await page.getByRole("menuitem", { name: kind }).click();
      else await page.getByRole("combobox", { name: "Action" }).selectOption({ label: kind });
      await page.waitForTimeout(300);
      expect(await faultsOf(page, rules), `bulk ${kind}`).toEqual([]);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("gridcell").first().focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await expect(page.getByRole("dialog", { name: "Delete 45 videos" })).toBeVisible();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "delete").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Bulk edits" }).click();
    await page.waitForTimeout(300);
    expect(await faultsOf(page, rules), "changes").toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("gridcell").first().focus();
    await page.keyboard.press("Escape");
  });
}

test("the whole flow works with the keyboard alone", async () => {
  const { page } = app;
  await page.keyboard.press("Control+J");
  await expect(page.getByRole("heading", { name: "Queue", exact: true })).toBeVisible();
  await page.keyboard.press("Control+F");
  await expect(page.getByRole("searchbox", { name: "Search videos" })).toBeFocused();
  await page.keyboard.press("Escape");
  const grid = page.getByRole("grid", { name: "Videos" });
  await grid.getByRole("gridcell").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
});

const languages = [
  { label: "日本語", tag: "ja" },
  { label: "繁體中文", tag: "zh-TW" },
  { label: "English", tag: "en" },
];
const sizes = [
  { width: 900, height: 600 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Every screen fits the window in each of these languages and sizes. */
async function expectFits(combinations: readonly { label: string; tag: string; width: number; height: number }[]) {
  const { page } = app;
  const fits = async (what: string) => {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, what).toBeLessThanOrEqual(0);
  };
  for (const { label, tag, width, height } of combinations) {
    await page.keyboard.press("Control+,");
    await page.getByRole("combobox").first().selectOption({ label });
    await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${tag}`));
    await app.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    // Without a window manager, the frame can take a pixel.
    const missing = async () => width - (await page.evaluate(() => window.innerWidth));
    await expect.poll(missing).toBeLessThanOrEqual(2);
    for (const room of ["Comma", "KeyJ"]) {
      await page.keyboard.press(`Control+${room}`);
      await page.waitForTimeout(200);
      await fits(`${tag} ${width} ${room}`);
      await page.screenshot({ path: `out/test-results/screens/${room}-${tag}-${width}.png` });
    }
    for (const at of [2, 3]) {
      await page.locator("nav button").nth(at).click();
      await page.waitForTimeout(200);
      await fits(`${tag} ${width} room ${at}`);
    }
    await page.locator("nav button").first().click();
    await page.waitForTimeout(300);
    await page.getByRole("gridcell").nth(2).click();
    await page.locator("textarea").waitFor();
    await fits(`${tag} ${width} editor`);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(300);
    await page.screenshot({ path: `out/test-results/screens/library-${tag}-${width}.png` });
  }
}

const combinations = sizes.flatMap((size) => languages.map((language) => ({ ...language, ...size })));
const isUsual = ({ tag, width }: (typeof combinations)[number]) => width === 900 || tag === "en";

test("no screen overflows the narrowest window in three languages, nor a wider one", async () => {
  test.setTimeout(180_000);
  await expectFits(combinations.filter(isUsual));
});

test("no screen overflows a wider window in the other languages", { tag: "@broad" }, async () => {
  test.setTimeout(180_000);
  await expectFits(combinations.filter((each) => !isUsual(each)));
});
