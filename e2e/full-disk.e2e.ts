import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { type App, card, goTo, newFolder, openApp, pointedAt, queueRow, removeFolder } from "./support/app.ts";
import { mountSmallDisk } from "./upload-table/small-disk.ts";

type SmallDisk = NonNullable<Awaited<ReturnType<typeof mountSmallDisk>>>;

let sandbox: SpawnedSandbox;
let disk: SmallDisk | null;
let files: string;
let env: Record<string, string>;
let app: App | null = null;

test.beforeEach(async () => {
  disk = await mountSmallDisk(96);
  test.skip(disk === null, "this user may not mount a disk");
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  files = await newFolder("files");
  env = { ...pointedAt(sandbox), BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
});
test.afterEach(async () => {
  if (disk === null) return;
  await app?.quit();
  app = null;
  await sandbox.stop();
  await removeFolder(files);
  await disk.unmount();
});

const mounted = (): SmallDisk => {
  if (disk === null) throw new Error("No disk is mounted");
  return disk;
};

/** Starts the app once with room: one video is in the library, and one waits in a paused queue. */
async function useAppOnce(data: string): Promise<void> {
  for (const [index, name] of ["Sent", "Waiting"].entries()) {
    await makeVideo(join(files, `${name}.mp4`), { seed: 9000 + index });
  }
  const first = await openApp({ data, env, args: ["--add", join(files, "Sent.mp4")] });
  await goTo(first.page, "Queue");
  await expect(queueRow(first.page, "Sent").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  await first.quit();
  const second = await openApp({ data, env });
  await goTo(second.page, "Queue");
  await callBridge(second.page, "uploads.pauseQueue", { paused: true });
  await second.quit();
  const third = await openApp({ data, env, args: ["--add", join(files, "Waiting.mp4")] });
  await goTo(third.page, "Queue");
  await expect(queueRow(third.page, "Waiting")).toBeVisible();
  await callBridge(third.page, "uploads.pauseQueue", { paused: false });
  await callBridge(third.page, "uploads.pauseQueue", { paused: true });
  await third.quit();
}

test("opens on a full disk with queue and library readable, says so of an edit, and continues when there is room", {
  tag: "@broad",
}, async () => {
  test.setTimeout(150_000);
  const data = join(mounted().folder, "data");
  await useAppOnce(data);
  mounted().fill();
  app = await openApp({ data, env });
  await goTo(app.page, "Queue");
  await expect(app.page.getByText(/disk is full/)).toBeVisible({ timeout: 20_000 });
  await expect(queueRow(app.page, "Sent")).toBeVisible();
  await expect(queueRow(app.page, "Waiting")).toBeVisible();
  await goTo(app.page, "Library");
  await expect(card(app.page, "Sent")).toBeVisible();
  await card(app.page, "Sent").click();
  await app.page.getByRole("textbox", { name: "Description" }).fill("x".repeat(4000));
  await expect(app.page.getByRole("status").filter({ hasText: /^Not saved.*disk is full/ })).toBeVisible();
  await app.page.getByRole("button", { name: "Close", exact: true }).click();
  mounted().free();
  await goTo(app.page, "Queue");
  await expect(app.page.getByText(/disk is full/)).toHaveCount(0, { timeout: 40_000 });
  await callBridge(app.page, "uploads.pauseQueue", { paused: false });
  await expect(queueRow(app.page, "Waiting").getByText("Complete")).toBeVisible({ timeout: 40_000 });
  expect((await sandbox.state()).counts.uploadsCommitted).toBe(2);
  const sent = async () => (await sandbox.ownVideos()).find(({ file_name }) => file_name === "Sent.mp4")?.description;
  await expect.poll(sent, { timeout: 20_000 }).toBe("x".repeat(4000));
});

test("opens on a disk that is read-only, with queue and library readable", { tag: "@broad" }, async () => {
  test.setTimeout(150_000);
  const { folder } = mounted();
  const data = join(folder, "data");
  await useAppOnce(data);
  execFileSync("mount", ["-o", "remount,ro", folder]);
  try {
    app = await openApp({ data, env });
    await goTo(app.page, "Queue");
    await expect(app.page.getByText(/disk is full/)).toBeVisible({ timeout: 20_000 });
    await expect(queueRow(app.page, "Waiting")).toBeVisible();
    await goTo(app.page, "Library");
    await expect(card(app.page, "Sent")).toBeVisible();
    await app.quit();
    app = null;
  } finally {
    execFileSync("mount", ["-o", "remount,rw", folder]);
  }
});

test("shows the window at a first start on a full disk, and says why nothing is kept", async () => {
  const { folder, fill, free } = mounted();
  fill();
  app = await openApp({ data: join(folder, "data"), env });
  await expect(app.page.getByText("Disk full").first()).toBeVisible({ timeout: 20_000 });
  await goTo(app.page, "Queue");
  await expect(app.page.getByText(/disk is full/).first()).toBeVisible({ timeout: 20_000 });
  free();
  await expect(app.page.getByText(/disk is full/)).toHaveCount(0, { timeout: 40_000 });
  await goTo(app.page, "Library");
  await expect(app.page.getByText(/synced just now/)).toBeVisible();
});
