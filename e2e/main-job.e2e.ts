import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { card, connect, goTo, newFolder, openApp, pointedAt, queueRow, removeFolder, truthOf } from "./support/app.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "1500"] });
  data = await newFolder("data");
  files = await newFolder("files");
});
test.afterAll(async () => {
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});

/** The log describes what happened to each upload and contains nothing of the user's. */
async function expectUsefulLog(data: string, forbidden: readonly string[]): Promise<void> {
  const log = await readFile(join(data, "logs", "main.log"), "utf8");
  expect(log).toMatch(/ start \d+\.\d+\.\d+ \(\w+\), electron \d/);
  expect(log).toContain("account connected");
  const uploads = new Set(
    [...log.matchAll(/upload ([\w-]+) queued -> sending \(slotGranted\), attempt 1/g)].map(([, id]) => id),
  );
  expect(uploads.size).toBe(4);
  for (const id of uploads) expect(log).toMatch(new RegExp(`upload ${id} processing -> complete`));
  for (const text of forbidden) expect(log).not.toContain(text);
}

test("connects, uploads dropped files and a folder, edits, completes, deletes, undoes, and restores it all after a restart", async () => {
  test.setTimeout(180_000);
  const paths = ["開箱 🎧", "Second", "Third"].map((name) => join(files, `${name}.mp4`));
  await mkdir(join(files, "Trip"));
  const inFolder = join(files, "Trip", "In a folder.mp4");
  for (const [index, path] of [...paths, inFolder].entries())
    await makeVideo(path, { seed: 7000 + index, sizeBytes: 20_000_000 });

  let app = await openApp({ data, env: pointedAt(sandbox) });
  let { page } = app;
  await connect(page, sandbox.clientId, sandbox.clientSecret);
  await expect(page.getByText("@kaixiang.lab").first()).toBeVisible();
  await expect(page.getByText(/Taiwan/).first()).toBeVisible();

  await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 3_000_000, times: 4 });
  await dropFiles(page, [...paths, join(files, "Trip")]);
  const sheet = page.getByRole("dialog", { name: "Review videos" });
  await expect(sheet.getByText("In a folder.mp4")).toBeVisible();
  await page.screenshot({ path: "out/test-results/main-job-review.png" });
  await sheet.getByRole("button", { name: "Publish 4 videos" }).click({ timeout: 5000 });

  await goTo(page, "Queue");
  const bar = queueRow(page, "開箱 🎧").getByRole("progressbar");
  const shares: number[] = [];
  await expect
    .poll(async () => {
      shares.push(Number(await bar.getAttribute("aria-valuenow").catch(() => 0)));
      return new Set(shares.filter((share) => share > 0 && share < 99)).size;
    })
    .toBeGreaterThanOrEqual(2);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  await page.screenshot({ path: "out/test-results/main-job-queue.png" });

  // Before its upload has ended: all three fields of the last file.
  await queueRow(page, "In a folder")
    .getByRole("button", { name: /In a folder\.mp4/ })
    .click();
  await page.getByRole("textbox", { name: "Title" }).fill("Edited early 早");
  await page.getByRole("textbox", { name: "Description" }).fill("Typed before it was sent");
  await page.getByRole("radio", { name: "Unlisted" }).click();
  await page.screenshot({ path: "out/test-results/main-job-editor.png" });
  await page.getByRole("button", { name: "Close", exact: true }).click();

  for (const title of ["開箱 🎧", "Second", "Third", "Edited early 早"]) {
    await expect(queueRow(page, title).getByText("Complete")).toBeVisible({ timeout: 60_000 });
  }

  // After its upload: all three fields of another, and its access a second time.
  await goTo(page, "Library");
  await card(page, "Second").dblclick();
  await page.getByRole("textbox", { name: "Title" }).fill("Edited late");
  await page.getByRole("textbox", { name: "Description" }).fill("Typed after it was published");
  await page.getByRole("radio", { name: "Private" }).click();
  await expect(page.getByText("Saved on BigGo")).toBeVisible();
  await page.getByRole("radio", { name: "Public" }).click();
  await expect
    .poll(async () => (await truthOf(sandbox)).videos.find((video) => video.title === "Edited late")?.access)
    .toBe(0);
  await page.keyboard.press("Escape");

  const early = (await truthOf(sandbox)).videos.find((video) => video.title === "Edited early 早");
  expect(early).toMatchObject({ description: "Typed before it was sent", access: 2 });
  const late = (await truthOf(sandbox)).videos.find((video) => video.title === "Edited late");
  expect(late).toMatchObject({ description: "Typed after it was published", access: 0 });

  // Delete one and undo; delete another for good.
  await card(page, "Third").focus();
  await page.keyboard.press("Delete");
  await expect(card(page, "Third")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(card(page, "Third")).toBeVisible();
  await card(page, "開箱 🎧").focus();
  await page.keyboard.press("Delete");
  await expect(card(page, "開箱 🎧")).toBeHidden();
  await expect.poll(async () => (await truthOf(sandbox)).videos.length, { timeout: 30_000 }).toBe(3);
  await page.screenshot({ path: "out/test-results/main-job-library.png" });
  await app.quit();
  await expectUsefulLog(data, ["開箱", "Edited early", "In a folder", files, sandbox.clientId, sandbox.clientSecret]);

  app = await openApp({ data, env: pointedAt(sandbox) });
  page = app.page;
  for (const title of ["Edited late", "Third", "Edited early 早"]) await expect(card(page, title)).toBeVisible();
  await expect(card(page, "開箱 🎧")).toBeHidden();
  await goTo(page, "Queue");
  await expect(queueRow(page, "Edited early 早").getByText("Complete")).toBeVisible();
  const { videos, counts } = await truthOf(sandbox);
  expect(videos).toHaveLength(3);
  expect(counts.uploadsStarted).toBe(4);
  await app.quit();
});
