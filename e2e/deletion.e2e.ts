import { setTimeout as delay } from "node:timers/promises";
import { expect } from "@playwright/test";
import { truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

const count = 12;
test.use({ sandboxArgs: ["--videos", String(count)] });
test.beforeEach(({ connected }) => connected.open());

/** Longer than an undo is offered, ms. */
const undoIsOverMs = 9000;

const videosOf = async (at: ConnectedApp) => (await truthOf(at.sandbox)).videos.length;
const cells = (at: ConnectedApp) => at.page.getByRole("gridcell");
const undo = (at: ConnectedApp) => at.page.getByRole("button", { name: "Undo" });

async function deleteFirst(at: ConnectedApp): Promise<void> {
  await expect(cells(at)).toHaveCount(count);
  await cells(at).first().focus();
  await at.page.keyboard.press("Delete");
  await expect(undo(at)).toBeVisible();
}

test("a deletion that could still be undone at a kill is offered for undo again, and not carried out", async ({
  connected: at,
}) => {
  await deleteFirst(at);
  await at.app.kill();
  await delay(undoIsOverMs);
  await at.open();
  await expect(cells(at)).toHaveCount(count - 1);
  await expect(undo(at)).toBeVisible();
  await delay(4000);
  expect(await videosOf(at)).toBe(count);
  await undo(at).click();
  await expect(cells(at)).toHaveCount(count);
  await delay(undoIsOverMs);
  expect(await videosOf(at)).toBe(count);
});

test("a deletion that could still be undone on quitting is carried out after it was offered again", async ({
  connected: at,
}) => {
  await deleteFirst(at);
  await at.app.quit();
  expect(await videosOf(at)).toBe(count);
  await at.open();
  await expect(undo(at)).toBeVisible();
  await delay(4000);
  expect(await videosOf(at)).toBe(count);
  await expect.poll(() => videosOf(at), { timeout: 20_000 }).toBe(count - 1);
  await expect(undo(at)).toBeHidden();
});

test("deleting many videos can be stopped again after a kill", async ({ connected: at }) => {
  await expect(cells(at)).toHaveCount(count);
  await cells(at).first().focus();
  for (let step = 0; step < 6; step += 1) await at.page.keyboard.press("Shift+ArrowRight");
  await at.page.keyboard.press("Delete");
  const dialog = at.page.getByRole("dialog", { name: "Delete 7 videos" });
  await dialog.getByLabel("Type 7 to confirm").fill("7");
  await dialog.getByRole("button", { name: "Delete 7 videos" }).click();
  const strip = at.page.getByRole("region", { name: "Bulk edits" });
  await expect(strip).toContainText(/starts in \d s/);
  await at.app.kill();
  await delay(undoIsOverMs);
  await at.open();
  const again = at.page.getByRole("region", { name: "Bulk edits" });
  await expect(again).toContainText(/starts in [678] s/);
  await delay(3000);
  expect(await videosOf(at)).toBe(count);
  await again.getByRole("button", { name: "Stop" }).click();
  await delay(undoIsOverMs);
  expect(await videosOf(at)).toBe(count);
});
