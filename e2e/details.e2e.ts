import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type CDPSession, expect } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "0", "--videos", "6"] });

test.beforeEach(async ({ connected: at }) => {
  await at.open();
});

const saved = (at: ConnectedApp) => at.page.getByText("Saved on BigGo", { exact: true });
const title = (at: ConnectedApp) => at.page.getByRole("textbox", { name: "Title" });
const description = (at: ConnectedApp) => at.page.getByRole("textbox", { name: "Description" });

async function openCard(at: ConnectedApp, index: number): Promise<string> {
  const cell = at.page.getByRole("gridcell").nth(index);
  const videoId = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  await expect(title(at)).toBeVisible();
  return videoId;
}
async function truthAbout(at: ConnectedApp, videoId: string) {
  return (await truthOf(at.sandbox)).videos.find(({ video_id }) => video_id === videoId);
}

test("saves an edit exactly once after a kill during the save", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  await at.sandbox.control("POST", "faults", { kind: "delay", ms: 4000, match: { method: "PATCH" }, times: 1 });
  await description(at).fill("Typed before the crash");
  await expect(at.page.getByText("Saving to BigGo…")).toBeVisible();
  await at.app.kill();
  await at.open();
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("Typed before the crash");
  await at.page.locator(`[data-key="${videoId}"]`).click();
  await expect(saved(at)).toBeVisible();
  await expect(description(at)).toHaveValue("Typed before the crash");
  // The first request may have arrived before the kill; what had been saved is not sent again.
  expect((await truthOf(at.sandbox)).counts.requests["PATCH /api/v1/video/:id"]).toBeLessThanOrEqual(2);
});

test("keeps the last edit when the app is quit immediately", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  await expect(saved(at)).toBeVisible();
  await description(at).fill("Typed, and quit");
  await at.app.quit();
  await at.open();
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("Typed, and quit");
});

test("reports an edit that cannot be stored on leaving the editor, and stores it as soon as possible", async ({
  connected: at,
}) => {
  const videoId = await openCard(at, 0);
  await expect(saved(at)).toBeVisible();
  const accounts = join(await at.app.electron.evaluate(({ app }) => app.getPath("userData")), "accounts");
  const [account = ""] = await readdir(accounts);
  const other = new DatabaseSync(join(accounts, account, "uploader.sqlite"));
  await description(at).fill("Typed while another program had the database");
  other.exec("BEGIN IMMEDIATE");
  await at.page.getByRole("button", { name: "Next" }).click();
  await expect(at.page.getByRole("alert").first()).toBeVisible();
  other.exec("ROLLBACK");
  other.close();
  await expect
    .poll(async () => (await truthAbout(at, videoId))?.description)
    .toBe("Typed while another program had the database");
});

test("keeps a choice that immediately follows another, however late the first is published", async ({
  connected: at,
}) => {
  const videoId = await openCard(at, 0);
  // In one turn of the page, so that nothing main publishes can arrive in between.
  const choose = (names: readonly string[]) =>
    at.page.evaluate((labels) => {
      for (const label of labels) document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)?.click();
    }, names);
  await choose(["Private", "Public"]);
  await expect(at.page.getByRole("radio", { name: "Public" })).toBeChecked();
  await choose(["Unlisted", "Private", "Unlisted", "Public", "Unlisted"]);
  await expect(at.page.getByRole("radio", { name: "Unlisted" })).toBeChecked();
  await expect.poll(async () => (await truthAbout(at, videoId))?.access).toBe(2);
  await choose(["Private", "Unlisted"]);
  // Requests are sent in order: once the last one has arrived, all have.
  await description(at).fill("Typed after the choices");
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("Typed after the choices");
  await expect(saved(at)).toBeVisible();
  expect((await truthAbout(at, videoId))?.access).toBe(2);
  await expect(at.page.getByRole("radio", { name: "Unlisted" })).toBeChecked();
});

test("does not show an edit as saved before BigGo has confirmed it", async ({ connected: at }) => {
  await openCard(at, 0);
  const status = at.page.getByRole("status").filter({ hasText: /./ }).first();
  await expect(saved(at)).toBeVisible();
  await at.sandbox.control("POST", "faults", { kind: "delay", ms: 1500, match: { method: "PATCH" }, times: 2 });
  const handle = await status.evaluateHandle((element) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(element.textContent)).observe(element, {
      characterData: true,
      childList: true,
      subtree: true,
    });
    return texts;
  });
  // Two choices within one publishing interval, however busy the computer is.
  const choices = await Promise.all(
    ["Private", "Unlisted"].map((name) => at.page.getByRole("radio", { name }).elementHandle()),
  );
  await at.page.evaluate((radios) => {
    for (const radio of radios) (radio as HTMLElement | null)?.click();
  }, choices);
  await expect(saved(at)).toBeHidden();
  await expect(saved(at)).toBeVisible();
  const texts = await handle.jsonValue();
  expect(texts).toContain("Saving to BigGo…");
  expect(texts.filter((text) => text === "Saved on BigGo")).toHaveLength(1);
});

/** Types through an input method: each piece is composed in steps and committed at the end. */
async function compose(cdp: CDPSession, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    for (const end of [1, Math.ceil(piece.length / 2), piece.length]) {
      const text = piece.slice(0, end);
      await cdp.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
    }
    await cdp.send("Input.insertText", { text: piece });
  }
}

test("sends nothing early and loses nothing while two thousand characters are typed through an input method", async ({
  connected: at,
}) => {
  test.setTimeout(120_000);
  const videoId = await openCard(at, 0);
  await description(at).fill("");
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("");
  const source = "同一個房間、同一支香，三台各跑三十分鐘，數據在最後。";
  const text = source.repeat(Math.ceil(2000 / source.length)).slice(0, 2000);
  const pieces = text.match(/.{1,20}/gu) ?? [];
  const cdp = await at.page.context().newCDPSession(at.page);
  await description(at).focus();
  const first = pieces[0] ?? "";
  await cdp.send("Input.imeSetComposition", { text: first, selectionStart: 20, selectionEnd: 20 });
  // A composition in progress is not saved, however long it takes.
  await at.page.waitForTimeout(1500);
  expect((await truthAbout(at, videoId))?.description).toBe("");
  await cdp.send("Input.insertText", { text: first });
  await compose(cdp, pieces.slice(1));
  await expect(description(at)).toHaveValue(text);
  await expect(at.page.getByText("2,000 / 5,000")).toBeVisible();
  await expect(saved(at)).toBeVisible();
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe(text);

  // In the product box, Enter during a composition picks nothing.
  const box = at.page.getByRole("combobox", { name: "Find products" });
  await box.focus();
  await cdp.send("Input.imeSetComposition", { text: "耳", selectionStart: 1, selectionEnd: 1 });
  await at.page.waitForTimeout(800);
  await expect(at.page.getByRole("option")).toHaveCount(0);
});

test("explains an unknown title and never clears it", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  const before = (await truthAbout(at, videoId))?.title;
  await expect(title(at)).toHaveAttribute("placeholder", /^BigGo doesn’t return titles/);
  // In one go: a busy computer could send the letter before it is removed.
  await title(at).evaluate((field) => {
    field.focus();
    document.execCommand("insertText", false, "x");
    document.execCommand("delete");
  });
  await description(at).fill("Only this was meant");
  await expect(saved(at)).toBeVisible();
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("Only this was meant");
  expect((await truthAbout(at, videoId))?.title).toBe(before);
  await title(at).fill("Typed 這裡");
  await expect.poll(async () => (await truthAbout(at, videoId))?.title).toBe("Typed 這裡");
});

test("shows a conflicting change beside the user's text and requires a choice", async ({ connected: at }) => {
  const videoId = await openCard(at, 0);
  const elsewhere = async (text: string) => {
    const credentials = Buffer.from(`${at.sandbox.clientId}:${at.sandbox.clientSecret}`).toString("base64");
    const tokenAnswer = await fetch(`${at.sandbox.url}/auth/v1/token`, {
      method: "POST",
      headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials",
    });
    const { access_token } = (await tokenAnswer.json()) as { access_token: string };
    await fetch(`${at.sandbox.url}/api/v1/video/${videoId}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
      body: JSON.stringify({ description: text }),
    });
  };
  // The focused field keeps what the user has seen, whatever the library receives meanwhile.
  await description(at).focus();
  await elsewhere("From the web page");
  await description(at).fill("From here");
  const panel = at.page.getByRole("alert", { name: "Changed elsewhere while you were editing" });
  await expect(panel.getByText("From the web page")).toBeVisible();
  await expect(panel.getByText("From here")).toBeVisible();
  expect((await truthAbout(at, videoId))?.description).toBe("From the web page");
  // Typing does not resolve a conflict: both values are shown until the user chooses, and the latest text is used.
  await description(at).press("End");
  await at.page.keyboard.type(", and more");
  await panel.getByRole("button", { name: "Keep your version" }).click();
  await expect.poll(async () => (await truthAbout(at, videoId))?.description).toBe("From here, and more");

  await description(at).focus();
  await elsewhere("Changed again there");
  await description(at).fill("And from here");
  await panel.getByRole("button", { name: "Use the version on BigGo" }).click();
  await expect(saved(at)).toBeVisible();
  await description(at).blur();
  await expect(description(at)).toHaveValue("Changed again there");
});

test("edits an upload with refused details as one item, also when opened from the library", async ({
  connected: at,
}) => {
  const refusal = { kind: "error", code: 1006, message: "title is invalid" };
  await at.sandbox.control("POST", "faults", { ...refusal, match: { method: "POST", path: "/video/.+" }, times: 0 });
  await expect(at.page.getByRole("gridcell").first()).toBeVisible();
  const path = join(at.files, "Mine 早.mp4");
  await makeVideo(path, { seed: 4242 });
  await dropFiles(at.page, [path]);
  await at.page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(at.page, "Queue");
  await expect(queueRow(at.page, "Mine 早").getByText("Details not saved")).toBeVisible();
  await dropFiles(at.page, [path]);
  await at.page.getByRole("dialog").getByRole("button", { name: "Open", exact: true }).click();
  await expect(title(at)).toHaveValue("Mine 早");
  await at.sandbox.control("DELETE", "faults");
  await description(at).fill("Typed where the repeat led to");
  const mine = async () => (await truthOf(at.sandbox)).videos.find(({ file_name }) => file_name === "Mine 早.mp4");
  await expect.poll(mine).toMatchObject({ title: "Mine 早", description: "Typed where the repeat led to" });
});

test("fills review sheet and editor from a template without replacing typed text", async ({ connected: at }) => {
  await goTo(at.page, "Settings");
  await at.page.getByRole("button", { name: "New template" }).click();
  const dialog = at.page.getByRole("dialog", { name: "New template" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Weekly");
  await dialog.getByRole("textbox", { name: "Title" }).fill("{filename} · part {n}");
  await dialog.getByRole("textbox", { name: "Description" }).fill("Every week.");
  await dialog.getByRole("combobox", { name: "Access" }).selectOption({ label: "Unlisted" });
  await expect(dialog.getByText("Example: IMG_2041 · part 1")).toBeVisible();
  await dialog.getByRole("button", { name: "Save" }).click();

  const paths = ["Alpha", "Beta"].map((name) => join(at.files, `${name}.mp4`));
  for (const [index, path] of paths.entries()) await makeVideo(path, { seed: 88_000 + index });
  await at.startAgain(paths);
  const sheet = at.page.getByRole("dialog", { name: "Review videos" });
  await sheet.getByRole("combobox", { name: "Template" }).selectOption({ label: "Weekly" });
  await expect(sheet.getByText("Title: Beta · part 2")).toBeVisible();
  await sheet.getByText("Keep private until processing is complete").click();
  await sheet.getByRole("button", { name: "Upload 2 as unlisted" }).click();
  await goTo(at.page, "Queue");
  await expect(queueRow(at.page, "Beta · part 2").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  const uploaded = async () => (await truthOf(at.sandbox)).videos.find(({ file_name }) => file_name === "Beta.mp4");
  // Private until completion, then the template's access.
  await expect.poll(async () => (await uploaded())?.access).toBe(2);
  expect(await uploaded()).toMatchObject({ title: "Beta · part 2", description: "Every week." });

  await goTo(at.page, "Library");
  await openCard(at, 4);
  await description(at).fill("Typed by hand");
  await expect(saved(at)).toBeVisible();
  await at.page.getByRole("button", { name: "Template" }).click();
  await at.page.getByRole("menuitem", { name: "Weekly" }).click();
  const apply = at.page.getByRole("dialog", { name: "Apply “Weekly”" });
  await expect(apply.getByRole("checkbox", { name: "Replace Description" })).not.toBeChecked();
  // Its title is unknown here, and there is no file name to derive one from.
  await expect(apply.getByRole("checkbox", { name: "Replace Title" })).toHaveCount(0);
  await expect(apply.getByRole("checkbox", { name: "Replace Access" })).toBeChecked();
  await apply.getByRole("button", { name: "Apply" }).click();
  await expect(description(at)).toHaveValue("Typed by hand");
  await expect(at.page.getByRole("radio", { name: "Unlisted" })).toBeChecked();

  // The next files of that folder start with the choices of the last ones.
  const third = join(at.files, "Gamma.mp4");
  await makeVideo(third, { seed: 88_010 });
  await at.startAgain([third]);
  await expect(sheet.getByText("Title: Gamma · part 1")).toBeVisible();
  await at.page.keyboard.press("Escape");
});
