import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
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
  await expect(sheet.getByRole("button", { name: "Upload 1 video" })).toBeEnabled();
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
  await expect(sheet.getByRole("button", { name: "Upload 1 video" })).toBeEnabled();
});
