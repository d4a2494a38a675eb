import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { type App, connect, newFolder, openApp, pointedAt, removeFolder, startAgain } from "./support/app.ts";
import { type Copied, copyToClipboard } from "./support/clipboard.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;
let app: App;
let page: Page;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  data = await newFolder("data");
  files = await newFolder("files");
  await makeVideo(join(files, "Clip 一.mp4"), { seed: 8800 });
  app = await openApp({ data, env: pointedAt(sandbox) });
  page = app.page;
  await connect(page, sandbox.clientId, sandbox.clientSecret);
  await expect(search()).toBeVisible();
});
test.afterAll(async () => {
  await app.quit();
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});
test.afterEach(async () => {
  await page.keyboard.press("Escape");
  await search().fill("");
  await search().blur();
});

const search = () => page.getByRole("searchbox", { name: "Search videos" });
const review = () => page.getByRole("dialog", { name: "Review videos" });
const overlay = () => page.getByRole("status").filter({ hasText: "Drop to add" });

const copy = (copied: Copied) => copyToClipboard(app.electron, copied);

interface Dragged {
  items?: { mimeType: string; data: string }[];
  files?: string[];
}

/** Drags something from outside over a point of the window, and drops it unless stated otherwise. */
async function drag(dragged: Dragged, at: { x: number; y: number }, until: "over" | "drop" = "drop"): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const event = { ...at, data: { items: [], files: [], dragOperationsMask: 1, ...dragged } };
  const types = ["dragEnter", "dragOver", ...(until === "drop" ? (["drop"] as const) : [])] as const;
  for (const type of types) await session.send("Input.dispatchDragEvent", { type, ...event });
  await session.detach();
}

async function middleOf(locator: ReturnType<typeof search>): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("It is not shown");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const noComplaint = async () => {
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(review()).toHaveCount(0);
};

test("pastes a cell of a spreadsheet, which is also a picture, as text into a text field", async () => {
  await copy({ "text/plain": "Unboxing 7", "text/html": "<table><tr><td>Unboxing 7</td></tr></table>", picture: true });
  await search().focus();
  await page.keyboard.press("Control+V");
  await expect(search()).toHaveValue("Unboxing 7");
  await noComplaint();
});

test("ignores a picture pasted into a text field", async () => {
  await copy({ picture: true });
  await search().fill("kept");
  await page.keyboard.press("Control+V");
  await page.waitForTimeout(300);
  await expect(search()).toHaveValue("kept");
  await noComplaint();
});

test("pastes text with a picture into editable text", async () => {
  await copy({ "text/plain": "typed elsewhere", picture: true });
  await page.evaluate(() => {
    const box = document.createElement("div");
    box.contentEditable = "plaintext-only";
    box.id = "editable";
    document.body.append(box);
    box.focus();
  });
  await page.keyboard.press("Control+V");
  await expect(page.locator("#editable")).toContainText("typed elsewhere");
  await page.evaluate(() => document.getElementById("editable")?.remove());
  await noComplaint();
});

test("ignores text that comes with a picture when no field has the focus", async () => {
  await copy({ "text/plain": "A1", "text/html": "<b>A1</b>", picture: true });
  await page.keyboard.press("Control+V");
  await page.waitForTimeout(300);
  await noComplaint();
});

test("offers pasted files for review when no field has the focus", async () => {
  await copy({ "text/uri-list": `${pathToFileURL(join(files, "Clip 一.mp4")).href}\r\n` });
  await page.keyboard.press("Control+V");
  await expect(review().getByText("Clip 一.mp4")).toBeVisible();
});

test("drops dragged text into a text field", async () => {
  const at = await middleOf(search());
  await drag({ items: [{ mimeType: "text/plain", data: "dragged words" }] }, at, "over");
  await expect(overlay()).toHaveCount(0);
  await drag({ items: [{ mimeType: "text/plain", data: "dragged words" }] }, at);
  await expect(search()).toHaveValue("dragged words");
  await noComplaint();
});

test("moves selected text into another field", async () => {
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.id = "source";
    field.style.cssText = "position:fixed;left:400px;top:400px;width:200px;height:60px;z-index:9;font-size:20px";
    field.value = "movable";
    document.body.append(field);
    field.select();
  });
  const to = await middleOf(search());
  await page.mouse.move(420, 416);
  await page.mouse.down();
  await page.mouse.move(440, 400, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await expect(overlay()).toHaveCount(0);
  await page.mouse.up();
  await expect(search()).toHaveValue("movable");
  await expect(page.locator("#source")).toHaveValue("");
  await page.evaluate(() => document.getElementById("source")?.remove());
});

test("neither opens nor adds a link or text dropped beside a field", async () => {
  const beside = { x: 600, y: 500 };
  await drag({ items: [{ mimeType: "text/uri-list", data: "https://example.com/" }] }, beside);
  await drag({ items: [{ mimeType: "text/plain", data: "https://example.com/" }] }, beside);
  await page.waitForTimeout(300);
  expect(page.url()).toBe("app://uploader/");
  await noComplaint();
});

test("shows the overlay for files, also over a text field", async () => {
  const path = join(files, "Clip 一.mp4");
  const at = await middleOf(search());
  await drag({ files: [path] }, at, "over");
  await expect(overlay()).toBeVisible();
  await drag({ files: [path] }, at);
  await expect(review().getByText("Clip 一.mp4")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search()).toHaveValue("");
});

/** Drops files of which the first has a path; the others are virtual, as a browser or a mail program hands them over. */
async function dropVirtual(path: string | null, names: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "real-file";
    document.body.append(input);
  });
  if (path !== null) await page.locator("#real-file").setInputFiles(path);
  await page.locator("#real-file").evaluate((input: HTMLInputElement, virtual) => {
    const dataTransfer = new DataTransfer();
    for (const name of virtual) dataTransfer.items.add(new File(["x"], name, { type: "video/mp4" }));
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    input.remove();
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, names);
}

test("takes the files of a drop and names those that have no path", async () => {
  await dropVirtual(join(files, "Clip 一.mp4"), ["invoice.mp4", "from-mail.mov"]);
  await expect(review().getByRole("region", { name: "Ready" }).getByText("Clip 一.mp4")).toBeVisible();
  const refused = review().getByRole("listitem").filter({ hasText: "invoice.mp4" });
  await expect(refused).toContainText(
    "This file isn’t saved on this computer. Save it first, then add it from its folder.",
  );
  await expect(review().getByText("from-mail.mov")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("names the files of a drop when none has a path", async () => {
  await dropVirtual(null, ["folder-in-a-zip"]);
  await expect(review().getByText("folder-in-a-zip")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("names a pasted picture that is not in a file", async () => {
  await copy({ picture: true });
  await page.keyboard.press("Control+V");
  await expect(review().getByText("image.png")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("offers a file that a file manager names by its URL", async () => {
  const { href } = pathToFileURL(join(files, "Clip 一.mp4"));
  expect(href).toContain("%20%E4%B8%80.mp4");
  await startAgain({ data, env: pointedAt(sandbox), args: [href, "file:///nowhere/gone%20away.mp4"] });
  await expect(review().getByRole("region", { name: "Ready" }).getByText("Clip 一.mp4")).toBeVisible();
  await expect(review().getByRole("listitem").filter({ hasText: "gone away.mp4" })).toContainText("missing");
});
