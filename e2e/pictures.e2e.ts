import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { createBigGoClient } from "../main/biggo/index.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { goTo, queueRow } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "0"] });

/** A film of twelve seconds with these pictures. */
function filmOf(folder: string, name: string, pictures: string): string {
  const path = join(folder, name);
  const input = ["-f", "lavfi", "-i", `${pictures}=size=180x320:rate=10`, "-t", "12"];
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...input, "-pix_fmt", "yuv420p", path]);
  return path;
}

/** A phone of the same account uploads a file. */
async function uploadFromPhone({ sandbox }: ConnectedApp, path: string): Promise<void> {
  const { url: baseUrl, clientId, clientSecret } = sandbox;
  const phone = createBigGoClient({ baseUrl, credentials: { clientId, clientSecret } });
  await phone.uploadFile(path);
  await phone.close();
}

test("a phone's video of the same minutes, length and shape is not taken for an upload: its pictures are other ones", async ({
  connected,
}) => {
  const { sandbox, files } = connected;
  const [mine, theirs] = [filmOf(files, "mine.mp4", "testsrc2"), filmOf(files, "phone.mp4", "smptehdbars")];
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  // BigGo never gets the file, and a phone uploads its own at that moment.
  await sandbox.control("POST", "faults", { kind: "status", status: 502, match: { method: "POST", path: "/video/$" } });
  await dropFiles(page, [mine]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(page, "Queue");
  await expect(queueRow(page, "mine")).toContainText("Checking whether it arrived");
  await uploadFromPhone(connected, theirs);
  const listings = async () => {
    const { requests } = (await sandbox.state()).counts;
    return Object.entries(requests).reduce(
      (sum, [name, count]) => (/^GET .*user.*video/.test(name) ? sum + count : sum),
      0,
    );
  };
  const before = await listings();
  await expect.poll(listings, { timeout: 60_000 }).toBeGreaterThan(before + 3);
  await expect(queueRow(page, "mine")).toContainText("Checking whether it arrived");
  expect(await sandbox.ownVideos()).toMatchObject([{ file_name: "phone.mp4", title: "" }]);
});

test("an upload whose response was lost is found by its pictures", async ({ connected }) => {
  const { sandbox, files } = connected;
  const mine = filmOf(files, "mine.mp4", "testsrc2");
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  await sandbox.control("POST", "faults", { kind: "drop-answer", match: { method: "POST", path: "/video/$" } });
  await dropFiles(page, [mine]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await expect.poll(async () => (await sandbox.ownVideos())[0]?.title, { timeout: 60_000 }).toBe("mine");
  expect((await sandbox.state()).counts.uploadsStarted).toBe(1);
});

test("a guess, 1002 without a known id, is for looking only: its row opens no editor of that video", async ({
  connected,
}) => {
  const { sandbox, files } = connected;
  const both = filmOf(files, "both.mp4", "testsrc2");
  await uploadFromPhone(connected, both);
  await connected.open();
  const { page } = connected;
  await expect(page.getByRole("gridcell")).toHaveCount(1);
  await dropFiles(page, [both]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(page, "Queue");
  const row = queueRow(page, "both");
  await expect(row).toContainText("probably as the linked video", { timeout: 30_000 });
  await expect(row.getByRole("button", { name: "Open on BigGo" })).toBeVisible();
  await connected.app.electron.evaluate(({ app: main, shell }) => {
    const opened: string[] = [];
    Object.assign(main, { openedInThisTest: opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  await row.getByRole("button", { name: /^both/ }).click();
  await row.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Open on BigGo" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Edit details" })).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Title" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Delete video" })).toBeHidden();
  const [theirs] = await sandbox.ownVideos();
  const opened = () =>
    connected.app.electron.evaluate(
      ({ app: main }) => (main as unknown as { openedInThisTest: string[] }).openedInThisTest,
    );
  await expect.poll(opened).toEqual([expect.stringContaining(theirs?.video_id ?? "?")]);
  expect(await sandbox.ownVideos()).toMatchObject([{ file_name: "both.mp4", title: "", description: "" }]);
});
