import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { createHandover } from "../main/desktop/handover.ts";
import { makeVideo, spawnSandbox } from "../sandbox/testing.ts";
import { goTo, newFolder, openApp, pointedAt, queueRow, removeFolder, startAgain, truthOf } from "./support/app.ts";

test("completes an upload automatically after a kill and restart, exactly once", async () => {
  const sandbox = await spawnSandbox({ args: ["--processing", "300"] });
  const data = await newFolder("data");
  const files = await newFolder("files");
  const path = join(files, "Survivor.mp4");
  await makeVideo(path, { seed: 8000, sizeBytes: 30_000_000 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...pointedAt(sandbox), ...key };
  try {
    await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 5_000_000 });
    const first = await openApp({ data, env, args: ["--add", path] });
    await goTo(first.page, "Queue");
    await expect(queueRow(first.page, "Survivor").getByText("Uploading")).toBeVisible();
    await first.kill();
    expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(0);

    const second = await openApp({ data, env });
    await goTo(second.page, "Queue");
    await expect(queueRow(second.page, "Survivor").getByText("Complete")).toBeVisible({ timeout: 60_000 });
    await second.quit();
    const { videos, counts } = await truthOf(sandbox);
    expect(counts.uploadsCommitted).toBe(1);
    expect(videos.map((video) => video.sha256)).toEqual([
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    ]);
    expect(videos[0]?.title).toBe("Survivor");
  } finally {
    await sandbox.stop();
    await removeFolder(data);
    await removeFolder(files);
  }
});

test("hands the files of a second start to the first, whether or not Electron's message arrives", async () => {
  const sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  const data = await newFolder("data");
  const files = await newFolder("files");
  const paths = ["One", "Two", "Three"].map((name) => join(files, `${name}.mp4`));
  for (const [index, path] of paths.entries()) await makeVideo(path, { seed: 8100 + index });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...pointedAt(sandbox), ...key };
  try {
    const app = await openApp({ data, env });
    await startAgain({ data, env, args: ["--add", paths[0] ?? ""] });
    await goTo(app.page, "Queue");
    await expect(queueRow(app.page, "One").getByText("Complete")).toBeVisible({ timeout: 30_000 });
    await startAgain({ data, env, args: [paths[1] ?? ""] });
    await expect(app.page.getByRole("dialog", { name: "Review videos" }).getByText("Two.mp4")).toBeVisible();
    await app.page.keyboard.press("Escape");
    // When two processes start at the same moment, one may exit without Electron notifying the other.
    createHandover(join(data, "handover")).leave({ files: [paths[2] ?? ""], add: true });
    await expect(queueRow(app.page, "Three").getByText("Complete")).toBeVisible({ timeout: 30_000 });
    await app.quit();
    expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(2);
  } finally {
    await sandbox.stop();
    await removeFolder(data);
    await removeFolder(files);
  }
});
