import { join } from "node:path";
import { expect } from "@playwright/test";
import { signIn } from "../sandbox/test-client.ts";
import { makeVideo } from "../sandbox/testing.ts";
import { goTo, queueRow, truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--videos", "30", "--processing", "0"] });
test.beforeEach(({ connected }) => connected.open());

const count = (at: ConnectedApp) =>
  at.page.getByRole("radiogroup", { name: "Filter by access" }).getByRole("radio", { name: "All" });
/** Answers requests with this body and HTTP 200. */
const answer = (at: ConnectedApp, method: string, path: string, body: object, times: number) =>
  at.sandbox.control("POST", "faults", { kind: "status", status: 200, body, times, match: { method, path } });
const listing = "^/api/v1/user/self/video";

test("keeps every video when listings are empty, opens with timestamp: 1764000000000000, and takes access: null for private", async ({
  connected: at,
}) => {
  await expect(count(at)).toHaveAttribute("aria-description", "30");
  const empty = { result: true, user_video: { data: [], size: 0 } };
  // A sync of all pages reads the listing once, and once more because so many videos are missing.
  await answer(at, "GET", listing, empty, 2);
  await at.page.getByRole("button", { name: "Sync now" }).click();
  await expect.poll(async () => (await at.sandbox.control("GET", "faults")) as object).toEqual({ faults: [] });
  await expect(count(at)).toHaveAttribute("aria-description", "30");
  // Its last requests would take the next answer.
  await expect(at.page.getByRole("button", { name: "Sync now" })).toBeEnabled();

  const status = { processing: false, process_status: 13, process_status_kw: ["complete"] };
  const none = { access: null, at_userid: null, meta: { length: 1e300 }, status };
  const video = { video_id: "odd", timestamp: 1_764_000_000_000_000, ...none };
  // Every time: a listing without it would take it off the window, maybe before it was drawn.
  await answer(at, "GET", listing, { result: true, user_video: { data: [video], size: 31 } }, 0);
  await at.page.getByRole("button", { name: "Sync now" }).click();
  await expect(at.page.locator('[data-key="odd"]')).toContainText("Private");
  await at.app.quit();
  await at.open();
  await expect(at.page.getByRole("gridcell").first()).toBeVisible();
});

test("does not call an edit saved that BigGo answers with {}", async ({ connected: at }) => {
  const cell = at.page.getByRole("gridcell").first();
  const videoId = (await cell.getAttribute("data-key")) ?? "";
  await cell.click();
  const saved = at.page.getByText("Saved on BigGo", { exact: true });
  await expect(saved).toBeVisible();
  await answer(at, "PATCH", "^/api/v1/video/", {}, 1);
  await at.page.getByRole("textbox", { name: "Description" }).fill("Typed while BigGo said nothing");
  await expect.poll(async () => (await at.sandbox.control("GET", "faults")) as object).toEqual({ faults: [] });
  await expect(saved).toBeHidden();
  await expect(saved).toBeVisible({ timeout: 20_000 });
  const { videos } = await truthOf(at.sandbox);
  expect(videos.find(({ video_id }) => video_id === videoId)?.description).toBe("Typed while BigGo said nothing");
});

test("never replaces products that BigGo counts and does not list", async ({ connected: at }) => {
  const api = await signIn(at.sandbox);
  const { body } = await api.call("GET", "spa/search/Sony/product");
  const { nindex, history_id } = body.list[0];
  const oid = history_id.slice(nindex.length + 1);
  const videoId = (await at.page.getByRole("gridcell").first().getAttribute("data-key")) ?? "";
  await api.call("PATCH", `video/${videoId}`, { body: { product_list: [{ nindex, oid }] } });
  const single = (await api.call("GET", `video/${videoId}`)).body;
  const [{ product_list: _, ...video }] = single.video as unknown as [Record<string, unknown>];
  await answer(at, "GET", `^/api/v1/video/${videoId}`, { ...single, video: [video] }, 0);
  await at.page.getByRole("gridcell").first().click();
  await expect(at.page.getByText("Not identified")).toBeVisible();
  await expect(at.page.getByText("The list on BigGo stays unchanged")).toBeVisible();
});

test("takes an edit that is answered with error: [] beside result: true for saved", async ({ connected: at }) => {
  await at.page.getByRole("gridcell").first().click();
  const saved = at.page.getByText("Saved on BigGo", { exact: true });
  await expect(saved).toBeVisible();
  for (const [index, error] of [[], {}, ""].entries()) {
    const body = { result: true, data: [], error };
    const match = { method: "PATCH", path: "^/api/v1/video/" };
    await at.sandbox.control("POST", "faults", { kind: "status", status: 200, body, match, committed: true });
    await at.page.getByRole("textbox", { name: "Description" }).fill(`Edit ${index}`);
    await expect.poll(async () => (await at.sandbox.control("GET", "faults")) as object).toEqual({ faults: [] });
    await expect(saved).toBeVisible();
  }
  const { counts } = await truthOf(at.sandbox);
  expect(counts.requests["PATCH /api/v1/video/:id"]).toBe(3);
});

test("takes an upload that is answered with error: [] beside its video id for uploaded, once", {
  tag: "@broad",
}, async ({ connected: at }) => {
  const match = { method: "POST", path: "^/api/v1/video/$" };
  for (const [index, error] of [[], {}, ""].entries()) {
    await at.sandbox.control("POST", "faults", { kind: "extra-fields", fields: { error }, match });
    const path = join(at.files, `Answered ${index}.mp4`);
    await makeVideo(path, { seed: 4310 + index });
    await at.startAgain(["--add", path]);
    await goTo(at.page, "Queue");
    await expect(queueRow(at.page, `Answered ${index}`)).toContainText("Complete", { timeout: 30_000 });
  }
  expect((await at.sandbox.control("GET", "faults")) as object).toEqual({ faults: [] });
  expect((await truthOf(at.sandbox)).counts.uploadsCommitted).toBe(3);
});

test('carries a deletion out that BigGo answers with {"status":"login required"}', { tag: "@broad" }, async ({
  connected: at,
}) => {
  const body = { status: "login required" };
  await answer(at, "DELETE", "^/api/v1/video/", body, 2);
  await expect(count(at)).toHaveAttribute("aria-description", "30");
  await at.page.getByRole("gridcell").first().focus();
  await at.page.keyboard.press("Delete");
  const left = async () => (await truthOf(at.sandbox)).videos.length;
  const faults = async () => ((await at.sandbox.control("GET", "faults")) as { faults: unknown[] }).faults.length;
  await expect.poll(faults, { timeout: 30_000 }).toBe(0);
  await expect.poll(left, { timeout: 40_000 }).toBe(29);
  await expect(count(at)).toHaveAttribute("aria-description", "29");
});

test("status 7 with processing: false, 13 a moment later: processed, and never called a failure", async ({
  connected: at,
}) => {
  await at.sandbox.control("POST", "processing", { ms: 600_000 });
  const path = join(at.files, "Seven.mp4");
  await makeVideo(path, { seed: 4300 });
  await at.startAgain(["--add", path]);
  await goTo(at.page, "Queue");
  const row = queueRow(at.page, "Seven");
  await expect(row).toContainText("Processing", { timeout: 30_000 });
  const api = await signIn(at.sandbox);
  const { user_video, ...rest } = (await api.call("GET", "user/self/video/?p=1")).body;
  const status = { processing: false, process_status: 7, process_status_kw: ["step 7"] };
  const [own] = (await at.sandbox.ownVideos()).filter(({ file_name }) => file_name === "Seven.mp4");
  const data = user_video.data.map((video) => (video.video_id === own?.video_id ? { ...video, status } : video));
  await answer(at, "GET", listing, { ...rest, is_processing: [], user_video: { ...user_video, data } }, 0);
  const polls = async () => {
    const { requests } = (await at.sandbox.state()).counts;
    return Object.entries(requests).reduce((sum, [name, times]) => (name.includes("user") ? sum + times : sum), 0);
  };
  const before = await polls();
  await expect.poll(polls, { timeout: 40_000 }).toBeGreaterThan(before + 2);
  await expect(row).toContainText("Processing");
  await at.sandbox.control("DELETE", "faults");
  await at.sandbox.control("POST", "processing", { ms: 0 });
  await expect(row).toContainText("Complete", { timeout: 40_000 });
});

test("Retry-After: 3600 on everything: says so, asks once, and still waits after a restart", { tag: "@broad" }, async ({
  connected: at,
}) => {
  await expect(count(at)).toHaveAttribute("aria-description", "30");
  // The account of the environment is not stored: a start has to ask whose it is.
  const match = { path: "^/api/v1/(?!video_auth)" };
  await at.sandbox.control("POST", "faults", { kind: "status", status: 429, retryAfter: 3600, match, times: 0 });
  const requests = async () => {
    const counted = Object.entries((await at.sandbox.state()).counts.requests);
    return counted.reduce((sum, [name, times]) => (name.includes(" /api") ? sum + times : sum), 0);
  };
  const before = await requests();
  await at.page.getByRole("button", { name: "Sync now" }).click();
  const path = join(at.files, "Waits.mp4");
  await makeVideo(path, { seed: 4301 });
  await at.startAgain(["--add", path]);
  await goTo(at.page, "Queue");
  const asked = () => at.page.getByText(/BigGo asked for a pause\. The queue resumes at/);
  await expect(asked()).toBeVisible();
  await expect(queueRow(at.page, "Waits")).toContainText("Queued");
  await at.page.waitForTimeout(3000);
  expect((await requests()) - before).toBeLessThanOrEqual(2);
  await at.app.quit();
  await at.open();
  await goTo(at.page, "Queue");
  await expect(asked()).toBeVisible();
});
