import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "300"] });

let seed = 61_000;

/** Opens the queue with added files of that size. */
async function openWith(at: ConnectedApp, names: readonly string[], sizeBytes: number, paused = false): Promise<Page> {
  await at.open();
  await goTo(at.page, "Queue");
  if (paused) await at.page.getByRole("button", { name: "Pause queue" }).click();
  const paths = names.map((name) => join(at.files, `${name}.mp4`));
  for (const path of paths) await makeVideo(path, { seed: seed++, sizeBytes });
  await at.startAgain(["--add", ...paths]);
  for (const name of names) await expect(queueRow(at.page, name)).toBeVisible();
  return at.page;
}

async function order(page: Page): Promise<string[]> {
  const rows = page.getByRole("table", { name: "Uploads" }).getByRole("row");
  const names = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label")?.split(",")[0] ?? ""));
  return names.filter((name) => name !== "");
}

const slow = (at: ConnectedApp, bytesPerSecond: number) =>
  at.sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond, times: 0 });

test("reorders the queue by dragging and with Alt and arrow keys, and keeps the order", async ({ connected: at }) => {
  const page = await openWith(at, ["Alpha", "Beta", "Gamma", "Delta"], 700_000, true);
  await expect.poll(() => order(page)).toEqual(["Alpha", "Beta", "Gamma", "Delta"]);
  const from = await queueRow(page, "Delta").boundingBox();
  const to = await queueRow(page, "Alpha").boundingBox();
  if (from === null || to === null) throw new Error("a row is not drawn");
  await page.mouse.move(from.x + 8, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y, { steps: 4 });
  await page.mouse.move(to.x + 8, to.y + to.height / 2 - 6, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => order(page)).toEqual(["Delta", "Alpha", "Beta", "Gamma"]);
  await queueRow(page, "Gamma")
    .getByRole("button", { name: /^Gamma/ })
    .focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => order(page)).toEqual(["Delta", "Alpha", "Gamma", "Beta"]);
  await expect(queueRow(page, "Gamma").getByRole("button", { name: /^Gamma/ })).toBeFocused();
  await expect(page.getByText("Gamma is now number 3 of 4 waiting")).toBeAttached();
  await page.getByLabel("Parallel uploads").selectOption("1");
  await page.getByRole("button", { name: "Resume queue" }).click();
  for (const name of ["Alpha", "Beta", "Gamma", "Delta"]) {
    await expect(queueRow(page, name).getByText("Complete", { exact: true })).toBeVisible({ timeout: 20_000 });
  }
  const { videos } = await truthOf(at.sandbox);
  const sent = videos.sort((a, b) => a.created_ms - b.created_ms).map(({ file_name }) => file_name.replace(".mp4", ""));
  expect(sent).toEqual(["Delta", "Alpha", "Gamma", "Beta"]);
});

test("holds the connection during a short pause, says so, and sends nothing twice", async ({ connected: at }) => {
  await slow(at, 6_000_000);
  const page = await openWith(at, ["Held"], 30_000_000);
  const row = queueRow(page, "Held");
  await expect(row.getByText("Uploading", { exact: true })).toBeVisible();
  await page.waitForTimeout(700);
  await page.getByRole("button", { name: "Pause queue" }).click();
  await expect(row.getByText("Connection kept open. Resume soon to keep your progress.")).toBeVisible();
  const bar = row.getByRole("progressbar");
  // The chunk that was in flight has arrived by then.
  await page.waitForTimeout(500);
  const before = await bar.getAttribute("aria-valuenow");
  await page.waitForTimeout(600);
  expect(await bar.getAttribute("aria-valuenow")).toBe(before);
  await page.getByRole("button", { name: "Resume queue" }).click();
  await expect(row.getByText("Complete", { exact: true })).toBeVisible({ timeout: 20_000 });
  expect((await truthOf(at.sandbox)).counts.uploadsStarted).toBe(1);
});

test("applies a speed limit in the middle of a transfer", async ({ connected: at }) => {
  const page = await openWith(at, ["Limited"], 60_000_000, true);
  await page.getByLabel("Speed limit", { exact: true }).selectOption({ label: "1 MB/s" });
  await page.getByRole("button", { name: "Resume queue" }).click();
  const row = queueRow(page, "Limited");
  await expect(row.getByText(/· (0\.9|1|1\.1) MB\/s/)).toBeVisible({ timeout: 15_000 });
  await page.getByLabel("Speed limit", { exact: true }).selectOption({ label: "No limit" });
  await expect(row.getByText("Complete", { exact: true })).toBeVisible({ timeout: 15_000 });
});

test("announces that the app will quit when done, and can be cancelled", async ({ connected: at }) => {
  const page = await openWith(at, ["Last one"], 700_000, true);
  await page.getByLabel("When done").selectOption({ label: "Quit the app" });
  await page.getByRole("button", { name: "Resume queue" }).click();
  const dialog = page.getByRole("dialog", { name: "Nothing left to upload" });
  await expect(dialog.getByText(/The app will quit in \d+ s/)).toBeVisible({ timeout: 20_000 });
  await dialog.getByRole("button", { name: "Not now" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("When done")).toHaveValue("nothing");
});

test("shows one notification when a video is complete, which opens it on click", async ({ connected: at }) => {
  await at.open();
  // A virtual display shows no notifications: it is captured where the app hands it to the system.
  await at.app.electron.evaluate(({ Notification, app: main }) => {
    const shown: Electron.Notification[] = [];
    Object.assign(main, { shownInThisTest: shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
  });
  const shown = () =>
    at.app.electron.evaluate(({ app: main }) =>
      (main as unknown as { shownInThisTest: Electron.Notification[] }).shownInThisTest.map(({ title, body }) => ({
        title,
        body,
      })),
    );
  const path = join(at.files, "Notified.mp4");
  await makeVideo(path, { seed: seed++ });
  await at.startAgain(["--add", path]);
  await expect.poll(shown, { timeout: 20_000 }).toEqual([{ title: "Upload complete", body: "Notified" }]);
  await at.page.waitForTimeout(2500);
  expect(await shown()).toHaveLength(1);
  await goTo(at.page, "Settings");
  await at.app.electron.evaluate(({ app: main }) => {
    const { shownInThisTest } = main as unknown as { shownInThisTest: Electron.Notification[] };
    shownInThisTest[0]?.emit("click", {} as never);
  });
  await expect(at.page.getByRole("textbox", { name: "Title" })).toHaveValue("Notified");
});

test("says that an upload waits because it could be confused with one whose response was lost", {
  tag: "@broad",
}, async ({ connected: at }) => {
  await at.open();
  await goTo(at.page, "Queue");
  const match = { method: "GET", path: "^/api/v1/user/self/video" };
  await at.sandbox.control("POST", "faults", { kind: "status", status: 500, match, times: 0 });
  await at.sandbox.control("POST", "faults", { kind: "drop-answer", match: { method: "POST", path: "/video/$" } });
  const add = async (name: string) => {
    const path = join(at.files, `${name}.mp4`);
    await makeVideo(path, { seed: seed++ });
    await at.startAgain(["--add", path]);
  };
  await add("Lost");
  await expect(queueRow(at.page, "Lost")).toContainText("Checking whether it arrived");
  await add("Alike");
  const waits = "Waiting until “Lost” is confirmed, because the two could be confused.";
  await expect(queueRow(at.page, "Alike")).toContainText(waits);
  await at.sandbox.control("DELETE", "faults");
  for (const name of ["Lost", "Alike"]) {
    await expect(queueRow(at.page, name)).toContainText("Complete", { timeout: 60_000 });
  }
  expect((await truthOf(at.sandbox)).counts.uploadsStarted).toBe(2);
});
