import { rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import {
  type App,
  connect,
  goTo,
  newFolder,
  openApp,
  pointedAt,
  queueRow,
  removeFolder,
  startAgain,
  truthOf,
} from "./support/app.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;

test.beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  data = await newFolder("data");
  files = await newFolder("files");
});
test.afterEach(async () => {
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});

/** The first-run card's message after Connect. */
async function refusalOf({ page }: App, secret = sandbox.clientSecret): Promise<string> {
  await connect(page, sandbox.clientId, secret);
  const alert = page.getByRole("alert").filter({ hasText: /\S/ });
  await expect(alert).toBeVisible();
  return await alert.innerText();
}

test("shows a distinct message for each reason why connecting fails, and recovers on retry", async () => {
  const app = await openApp({ data, env: pointedAt(sandbox) });
  const refusals: Record<string, string> = {};
  refusals["wrong secret"] = await refusalOf(app, "not the secret");
  await sandbox.control("POST", "account", { revoked: true });
  refusals["revoked key"] = await refusalOf(app);
  await sandbox.control("POST", "account", { revoked: false, permission: false });
  refusals["no permission"] = await refusalOf(app);
  await sandbox.control("POST", "account", { permission: true });
  await sandbox.kill();
  refusals["no network"] = await refusalOf(app);
  await app.page.screenshot({ path: "out/test-results/failures-connect.png" });
  await sandbox.restart();
  await sandbox.control("POST", "faults", { kind: "html", times: 0 });
  refusals["not BigGo"] = await refusalOf(app);
  await sandbox.control("DELETE", "faults");

  expect(refusals["wrong secret"]).toContain("This key isn’t valid.");
  expect(refusals["revoked key"]).toContain("This key was revoked.");
  expect(refusals["no permission"]).toContain("This key isn’t allowed to upload videos.");
  expect(refusals["no network"]).toContain("Can’t reach BigGo.");
  expect(refusals["not BigGo"]).toContain("The response didn’t come from BigGo.");
  expect(new Set(Object.values(refusals)).size).toBe(5);

  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  await app.quit();
});

test("recognises a server that is not BigGo", async () => {
  const other = createServer((_request, response) => response.end("<h1>It works!</h1>"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const app = await openApp({ data, env: { BIGGO_API_URL: `http://127.0.0.1:${port}` } });
  expect(await refusalOf(app)).toContain("The response didn’t come from BigGo.");
  await app.quit();
  other.close();
});

test("shows a distinct message for each unusable file, and uploads the good one", async () => {
  const at = (name: string) => join(files, name);
  await writeFile(at("notes.txt"), "not a video");
  await writeFile(at("disguised.mp4"), "not a video either, whatever its name says");
  await writeFile(at("empty.mp4"), "");
  await symlink(at("unreadable.mp4"), at("unreadable.mp4"));
  await makeVideo(at("vanished.mp4"), { seed: 8200 });
  await makeVideo(at("good.mp4"), { seed: 8201 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  const { page } = app;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  const names = ["notes.txt", "disguised.mp4", "empty.mp4", "unreadable.mp4", "vanished.mp4", "good.mp4"];
  await rm(at("vanished.mp4"));
  await dropFiles(page, names.map(at));

  const sheet = page.getByRole("dialog", { name: "Review videos" });
  await expect(sheet.getByText("good.mp4")).toBeVisible();
  await page.screenshot({ path: "out/test-results/failures-files.png", animations: "disabled" });
  const refused = sheet.getByRole("region", { name: "Can’t be added" });
  await expect(refused.getByText("This isn’t a video.")).toHaveCount(2);
  await expect(refused.getByText("The file is empty.")).toBeVisible();
  await expect(refused.getByText("The file can’t be read.")).toBeVisible();
  await expect(refused.getByText("The file is missing.")).toBeVisible();
  await sheet.getByRole("button", { name: "Upload 1 video" }).click();
  await goTo(page, "Queue");
  await expect(queueRow(page, "good").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  expect((await truthOf(sandbox)).videos.map((video) => video.file_name)).toEqual(["good.mp4"]);
  await app.quit();
});

test("waits for a file that disappears from the queue, and says how to continue", async () => {
  const path = join(files, "Later.mp4");
  await makeVideo(path, { seed: 8300, sizeBytes: 12_000_000 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  await goTo(app.page, "Queue");
  await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 4_000_000 });
  await startAgain({ data, env: { ...pointedAt(sandbox), ...key }, args: ["--add", path] });
  await expect(queueRow(app.page, "Later").getByText("Uploading")).toBeVisible();
  await rm(path);
  const row = queueRow(app.page, "Later");
  await expect(row.getByText("File missing")).toBeVisible({ timeout: 30_000 });
  await app.page.screenshot({ path: "out/test-results/failures-missing.png" });
  expect((await truthOf(sandbox)).videos).toEqual([]);
  await makeVideo(path, { seed: 8301, sizeBytes: 12_000_000 });
  await expect(row.getByText("File changed")).toBeVisible();
  await row.getByRole("button", { name: "Use new file" }).click();
  await expect(row.getByText("Complete")).toBeVisible({ timeout: 30_000 });
  await app.quit();
});
