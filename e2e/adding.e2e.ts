import { copyFile, mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { makeSparseVideo } from "../scripts/assets/sparse-video.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { test } from "./support/fixtures.ts";

test("takes what it can of a large folder, and names everything else that was dropped with it", async ({
  connected,
}) => {
  const { files } = connected;
  const [many, library, hidden] = ["many", "Trip.fcpbundle", "._clip.mp4"].map((name) => join(files, name));
  const clip = join(files, "clip.mp4");
  await makeVideo(clip, { seed: 4101 });
  for (const folder of [many, library]) await mkdir(folder ?? "");
  await writeFile(join(library ?? "", "inside.mov"), "film");
  await writeFile(hidden ?? "", "resource fork");
  // Empty files are refused at once; what counts is how many there are.
  for (let index = 0; index < 10_050; index += 1) await writeFile(join(many ?? "", `${index}.mp4`), "");
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await dropFiles(page, [clip, many ?? "", library ?? "", hidden ?? ""]);
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("51 more files weren’t added. Add up to 10,000 at a time.")).toBeVisible({
    timeout: 60_000,
  });
  await expect(sheet.getByText("This folder belongs to another program.")).toBeVisible();
  await expect(sheet.getByText("This is a hidden file.")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Publish 1 video" })).toBeEnabled();
});

test("keeps choices and button of the review in sight with many files, and says what the button does", async ({
  connected,
}) => {
  const folder = join(connected.files, "many");
  await mkdir(folder);
  await makeVideo(join(folder, "clip.mp4"), { seed: 4104 });
  await makeVideo(join(folder, "second.mp4"), { seed: 4105 });
  for (let index = 0; index < 80; index += 1) await writeFile(join(folder, `${index}.mp4`), "");
  await connected.open();
  const { page } = connected;
  await connected.app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600);
  });
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await dropFiles(page, [folder]);
  const sheet = page.getByRole("dialog");
  const access = sheet.getByRole("radiogroup", { name: "Access for new videos" });
  for (const scrolled of [false, true]) {
    if (scrolled) await sheet.getByText("79.mp4").scrollIntoViewIfNeeded();
    await expect(sheet.getByRole("button", { name: "Publish 2 videos" })).toBeInViewport({ ratio: 1 });
    await expect(access).toBeInViewport({ ratio: 1 });
  }
  for (const [name, button] of [
    ["Unlisted", "Upload 2 as unlisted"],
    ["Private", "Upload 2 as private"],
  ] as const) {
    await access.getByText(name, { exact: true }).click();
    await expect(sheet.getByRole("button", { name: button })).toBeInViewport({ ratio: 1 });
  }
});

test("takes a thousand files that are opened with it while it runs, and keeps running", async ({ connected }) => {
  const folder = join(
    connected.files,
    "a folder whose name makes the command line longer than the message between two starts",
  );
  await mkdir(folder);
  const clip = join(folder, "clip.mp4");
  await makeVideo(clip, { seed: 4103 });
  const empty = Array.from({ length: 999 }, (_, index) => join(folder, `${index}.mp4`));
  for (const path of empty) await writeFile(path, "");
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await connected.startAgain([clip, ...empty]);
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: "Publish 1 video" })).toBeEnabled({ timeout: 30_000 });
  await expect(sheet.getByRole("region", { name: "Can’t be added" })).toContainText("999");
});

test("keeps the files that were dropped together with one that is not on this computer", async ({ connected }) => {
  const clip = join(connected.files, "clip.mp4");
  await makeVideo(clip, { seed: 4102 });
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  // What a browser or mail program drops: a file with content and without a path.
  await page.evaluate(() => {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, id: "real-files" });
    document.body.append(input);
  });
  await page.setInputFiles("#real-files", [clip]);
  await page.evaluate(() => {
    const chosen = (document.querySelector("#real-files") as HTMLInputElement).files ?? [];
    const transfer = new DataTransfer();
    for (const file of [...chosen, new File(["film"], "from a mail.mp4", { type: "video/mp4" })])
      transfer.items.add(file);
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
  });
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("from a mail.mp4")).toBeVisible();
  await expect(sheet.getByText("This file isn’t saved on this computer.")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Publish 1 video" })).toBeEnabled();
});

test("offers two exports with the same size and samples as two videos, and a copy as a duplicate", async ({
  connected,
}) => {
  const paths = ["film (1).mov", "film.mov", "captioned.mov"].map((name) => join(connected.files, name));
  const [copy = "", film = "", captioned = ""] = paths;
  await makeVideo(film, { seed: 4103, sizeBytes: 9_000_000 });
  for (const path of [captioned, copy]) await copyFile(film, path);
  const handle = await open(captioned, "r+");
  // Between two samples of the fingerprint.
  await handle.write(Buffer.from("caption"), 0, 7, 1_000_000);
  await handle.close();
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await dropFiles(page, paths);
  const sheet = page.getByRole("dialog", { name: "Review videos" });
  const duplicate = sheet.getByRole("region", { name: "Duplicates" }).getByRole("listitem");
  await expect(duplicate).toContainText("film (1).mov");
  await expect(duplicate).toContainText("Same as film.mov in this list");
  await sheet.getByRole("button", { name: "Publish 2 videos" }).click();
  await goTo(page, "Queue");
  for (const name of ["film", "captioned"]) {
    await expect(queueRow(page, name)).toContainText("Complete", { timeout: 40_000 });
  }
  const names = (await truthOf(connected.sandbox)).videos.map(({ file_name }) => file_name);
  expect(names.toSorted()).toEqual(["captioned.mov", "film.mov"]);
});

test("takes a file that is renamed while it is queued, and dropped again, for the same upload", async ({
  connected,
}) => {
  const [before, after] = ["before.mp4", "after.mp4"].map((name) => join(connected.files, name)) as [string, string];
  await makeVideo(before, { seed: 4104 });
  await connected.open();
  const { page } = connected;
  await goTo(page, "Queue");
  await page.getByRole("button", { name: "Pause queue" }).click();
  await dropFiles(page, [before]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await expect(queueRow(page, "before")).toBeVisible();
  await rename(before, after);
  await dropFiles(page, [after]);
  const sheet = page.getByRole("dialog", { name: "Review videos" });
  await expect(sheet.getByRole("region", { name: "Duplicates" }).getByText("Already in the queue")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Resume queue" }).click();
  await expect(queueRow(page, "before")).toContainText("Complete", { timeout: 40_000 });
  await expect(page.getByRole("table", { name: "Uploads" }).getByRole("row", { name: /^after/ })).toHaveCount(0);
  expect((await truthOf(connected.sandbox)).counts.uploadsStarted).toBe(1);
});

test("says at once which large file is compared and how far, keeps no other waiting, and can be cancelled", async ({
  connected,
}) => {
  const { files } = connected;
  const [first, second] = ["Master.mp4", "Master copy.mp4"].map((name) => join(files, name));
  // Alike at every sample, so that only reading to the end distinguishes them; they occupy no space.
  for (const path of [first, second]) await makeSparseVideo(path ?? "", 64 * 1024 ** 3);
  const clip = join(files, "clip.mp4");
  await makeVideo(clip, { seed: 4103 });
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();

  await dropFiles(page, [first ?? "", second ?? ""]);
  const progress = page.getByRole("progressbar", { name: "Checking for duplicates: Master.mp4" });
  await expect(progress).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/ of 68\.72 GB$/)).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.screenshot({ path: "out/test-results/checking-files.png" });

  // What is dropped meanwhile is not kept waiting, nor is what is dropped together with such a file.
  await dropFiles(page, [clip]);
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("clip.mp4")).toBeVisible();
  await expect(sheet.getByRole("progressbar", { name: /Master\.mp4/ })).toBeVisible();
  await page.screenshot({ path: "out/test-results/checking-files-in-sheet.png" });
  await sheet.getByRole("button", { name: "Cancel checking files" }).click();
  await expect(sheet.getByRole("progressbar")).toBeHidden();
  await sheet.getByRole("button", { name: "Publish 1 video" }).click();
  await expect(sheet).toBeHidden();

  const another = join(files, "another.mp4");
  await makeVideo(another, { seed: 4104 });
  await dropFiles(page, [second ?? "", another, first ?? ""]);
  await expect(sheet.getByText("another.mp4")).toBeVisible({ timeout: 15_000 });
  await expect(sheet.getByRole("button", { name: "Publish 1 video" })).toBeEnabled();
  await expect(sheet.getByRole("progressbar", { name: /Master copy\.mp4/ })).toBeVisible();
  await connected.app.quit();
});
