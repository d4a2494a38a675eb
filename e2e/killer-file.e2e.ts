import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { residentBytes } from "../scripts/window/main-load.ts";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { editBoxes } from "./support/edit-boxes.ts";
import { test } from "./support/fixtures.ts";

/** Tables that would make a parser allocate gigabytes, one per way a file reaches the app. */
const killers = {
  dropped: { stts: { 4: 1, 8: 4_000_000_000 } },
  watched: { stts: { 4: 20_000_000 } },
  opened: { stsc: { 12: 4_000_000_000 } },
} as const;

// What BigGo does with such a file is not the subject.
test.use({ sandboxArgs: ["--processing", "0", "--accept-anything"] });

test("a file that would end a parser costs no other file, however it arrives", { tag: "@broad" }, async ({
  connected: at,
}) => {
  test.skip(process.platform !== "linux", "memory is read from /proc");
  test.setTimeout(180_000);
  const watched = join(at.files, "watched");
  await mkdir(watched);
  const pathsOf = (name: keyof typeof killers) => {
    const folder = name === "watched" ? watched : at.files;
    return { killer: join(folder, `${name} killer.mp4`), sound: join(folder, `${name} sound.mp4`) };
  };
  const make = async (name: keyof typeof killers) => {
    const { killer, sound } = pathsOf(name);
    const seed = 7100 + Object.keys(killers).indexOf(name) * 2;
    const source = join(at.files, `source ${name}.mp4`);
    await makeVideo(source, { seed });
    await editBoxes(source, killer, killers[name]);
    await makeVideo(sound, { seed: seed + 1 });
    return [killer, sound];
  };
  await at.open();
  const pid = at.app.electron.process().pid ?? 0;
  const before = await residentBytes(pid);
  const isLive = async () => {
    expect(at.app.electron.process().exitCode).toBeNull();
    expect((await residentBytes(pid)) - before).toBeLessThan(300e6);
  };

  await expect(at.page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await dropFiles(at.page, await make("dropped"));
  const sheet = at.page.getByRole("dialog");
  await expect(sheet.getByText(/The file’s index couldn’t be read/)).toBeVisible({ timeout: 30_000 });
  await isLive();
  await sheet.getByRole("button", { name: "Publish 2 videos" }).click();

  await at.app.electron.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, watched);
  await goTo(at.page, "Settings");
  await at.page.getByRole("button", { name: "Watch a folder" }).click();
  await expect(at.page.getByText("Watching", { exact: true })).toBeVisible();
  await make("watched");
  await at.startAgain(["--add", ...(await make("opened"))]);
  await goTo(at.page, "Queue");
  for (const name of Object.keys(killers)) {
    for (const kind of ["killer", "sound"]) {
      await expect(queueRow(at.page, `${name} ${kind}`).getByText("Complete")).toBeVisible({ timeout: 90_000 });
    }
  }
  await isLive();
  expect((await truthOf(at.sandbox)).counts.uploadsCommitted).toBe(6);

  // A later start reads the same rows and folders.
  await at.app.quit();
  await at.open();
  await goTo(at.page, "Queue");
  await queueRow(at.page, "watched killer")
    .getByRole("button", { name: /^watched killer/ })
    .click();
  await expect(at.page.getByText("watched killer.mp4")).toBeVisible();
  await expect(at.page.getByRole("button", { name: "Close", exact: true })).toBeVisible();
  expect((await truthOf(at.sandbox)).counts.uploadsCommitted).toBe(6);
});
