import { expect } from "@playwright/test";
import { signIn } from "../sandbox/test-client.ts";
import { truthOf } from "./support/app.ts";
import { type ConnectedApp, test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--videos", "30", "--processing", "0"] });
test.beforeEach(({ connected }) => connected.open());

const count = (at: ConnectedApp) =>
  at.page.getByRole("radiogroup", { name: "Filter by access" }).getByRole("radio", { name: "All" });
/** Answers requests with this body and HTTP 200. */
const answer = (at: ConnectedApp, method: string, path: string, body: object, times: number) =>
  at.sandbox.control("POST", "faults", { kind: "status", status: 200, body, times, match: { method, path } });
const listing = "^/api/v1/user/self/video";

test("keeps every video when listings are empty, and opens with a date that is none", async ({ connected: at }) => {
  await expect(count(at)).toHaveAttribute("aria-description", "30");
  const empty = { result: true, user_video: { data: [], size: 0 } };
  // A sync of all pages reads the listing once, and once more because so many videos are missing.
  await answer(at, "GET", listing, empty, 2);
  await at.page.getByRole("button", { name: "Sync now" }).click();
  await expect.poll(async () => (await at.sandbox.control("GET", "faults")) as object).toEqual({ faults: [] });
  await expect(count(at)).toHaveAttribute("aria-description", "30");

  const video = { video_id: "odd", access: 2, timestamp: 1_764_000_000_000_000, meta: { length: 1e300 } };
  await answer(at, "GET", listing, { result: true, user_video: { data: [video], size: 31 } }, 1);
  await at.page.getByRole("button", { name: "Sync now" }).click();
  await expect(at.page.locator('[data-key="odd"]')).toBeVisible();
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
