import { expect } from "@playwright/test";
import { callBridge } from "../scripts/window/call-bridge.ts";
import type { BulkJob } from "../shared/model/bulk.ts";
import { truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

const count = 240;
test.use({ sandboxArgs: ["--videos", String(count)] });

test.beforeEach(({ connected }) => connected.open());

const accessNumber = { public: 0, private: 1, unlisted: 2 } as const;

/** The own videos as the sandbox has them. */
async function onBigGo(at: ConnectedApp): Promise<Map<string, number>> {
  const { videos } = await truthOf(at.sandbox);
  return new Map(videos.map(({ video_id, access }) => [video_id, access]));
}

const jobs = (at: ConnectedApp) => callBridge(at.page, "bulk.jobs", undefined);
const items = (at: ConnectedApp, id: string) => callBridge(at.page, "bulk.items", { id });

async function untilSettled(at: ConnectedApp, id: string): Promise<BulkJob> {
  await expect
    .poll(
      async () => {
        const job = (await jobs(at)).find((each) => each.id === id);
        return (job?.counts.waiting ?? 1) + (job?.counts.running ?? 1);
      },
      { timeout: 120_000, intervals: [500] },
    )
    .toBe(0);
  return (await jobs(at)).find((each) => each.id === id) as BulkJob;
}

test("changes the access of 240 videos through faults and a kill, reports each, and undoes all of it", async ({
  connected: at,
}) => {
  test.setTimeout(240_000);
  const before = await onBigGo(at);
  const changing = [...before].filter(([, access]) => access !== accessNumber.unlisted).length;
  await expect(at.page.getByText(`${count} videos`)).toBeVisible();

  // By keyboard: select all, then the menu of the selection bar.
  await at.page.getByRole("gridcell").first().focus();
  await at.page.keyboard.press("Control+a");
  await expect(at.page.getByRole("region", { name: "Selection" })).toContainText(`${count} selected`);
  await at.page.getByRole("button", { name: "Set access" }).press("Enter");
  await at.page.getByRole("menuitem", { name: "Unlisted" }).press("Enter");
  const dialog = at.page.getByRole("dialog");
  await expect(dialog.getByRole("status")).toContainText(`${changing} videos will change`);
  await expect(dialog.getByRole("status")).toContainText(`${count - changing} unchanged`);

  // One video in twenty meets a fault; every kind occurs.
  const faults = [
    { kind: "status", status: 500 },
    { kind: "drop-answer" },
    { kind: "truncated-json" },
    { kind: "refuse" },
    { kind: "error", code: 1006, message: "access is invalid" },
  ];
  const unlucky = [...before.keys()].filter((_, index) => index % 20 === 7);
  for (const [index, videoId] of unlucky.entries()) {
    const match = { method: "PATCH", path: `^/api/v1/video/${videoId}$` };
    await at.sandbox.control("POST", "faults", { ...faults[index % faults.length], match });
  }
  await dialog.getByRole("button", { name: `Update ${changing} videos` }).click();
  const strip = at.page.getByRole("region", { name: "Bulk edits" });
  await expect(strip).toContainText("Access: Unlisted");
  const [begun] = await jobs(at);
  const id = begun?.id ?? "";
  await expect.poll(async () => (await jobs(at))[0]?.counts.done ?? 0, { timeout: 60_000 }).toBeGreaterThan(40);
  await at.app.kill();
  await at.open();
  await expect(at.page.getByRole("region", { name: "Bulk edits" })).toContainText("Access: Unlisted");
  const job = await untilSettled(at, id);

  // Every video matches the report.
  const report = await items(at, id);
  expect(report).toHaveLength(count);
  const now = await onBigGo(at);
  for (const { videoId, state, error } of report) {
    const isChanged = now.get(videoId) === accessNumber.unlisted;
    const wasSo = before.get(videoId) === accessNumber.unlisted;
    const expected = wasSo ? "unchanged" : error === null ? "done" : "failed";
    expect([videoId, state, isChanged]).toEqual([videoId, expected, error === null]);
  }
  expect(job.counts.done + job.counts.failed).toBe(changing);
  expect(job.counts.failed).toBeGreaterThan(0);

  // Only failed videos are retried.
  const patches = async () =>
    Object.entries((await truthOf(at.sandbox)).counts.requests)
      .filter(([name]) => name.startsWith("PATCH"))
      .reduce((sum, [, times]) => sum + times, 0);
  await at.sandbox.control("DELETE", "faults");
  const sent = await patches();
  await at.page.getByRole("button", { name: "Retry failed" }).click();
  expect((await untilSettled(at, id)).counts).toMatchObject({ done: changing, failed: 0 });
  expect((await patches()) - sent).toBe(job.counts.failed);

  await at.page.getByRole("button", { name: "More" }).click();
  await at.page.getByRole("menuitem", { name: "Bulk edits" }).click();
  await at.page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  const [undo] = await jobs(at);
  await untilSettled(at, undo?.id ?? "");
  expect(await onBigGo(at)).toEqual(before);
});

test("asks for the number when more than five videos are deleted, and can be cancelled before anything is sent", async ({
  connected: at,
}) => {
  const [first, last] = [at.page.getByRole("gridcell").first(), at.page.getByRole("gridcell").nth(6)];
  await first.focus();
  for (let step = 0; step < 6; step += 1) await at.page.keyboard.press("Shift+ArrowRight");
  await expect(last).toHaveAttribute("aria-selected", "true");
  await at.page.keyboard.press("Delete");
  const dialog = at.page.getByRole("dialog", { name: "Delete 7 videos" });
  const go = dialog.getByRole("button", { name: "Delete 7 videos" });
  await expect(go).toBeDisabled();
  await dialog.getByLabel("Type 7 to confirm").fill("6");
  await expect(go).toBeDisabled();
  await dialog.getByLabel("Type 7 to confirm").fill("7");
  await go.click();
  const strip = at.page.getByRole("region", { name: "Bulk edits" });
  await expect(strip).toContainText(/starts in \d s/);
  await strip.getByRole("button", { name: "Stop" }).click();
  await expect(strip).toBeHidden();
  expect((await truthOf(at.sandbox)).videos).toHaveLength(count);
});
