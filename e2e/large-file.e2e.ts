import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { spawnSandbox } from "../sandbox/testing.ts";
import { makeSparseVideo } from "../scripts/assets/sparse-video.ts";
import { mainDelayMs, measureMain, residentBytes } from "../scripts/window/main-load.ts";
import { goTo, newFolder, openApp, pointedAt, queueRow, removeFolder, startAgain, truthOf } from "./support/app.ts";

const fileBytes = 1024 ** 3;

test("uploads a 1 GB file while main grows by less than 150 MB and stays responsive", async () => {
  test.skip(process.platform !== "linux", "memory is read from /proc");
  test.setTimeout(300_000);
  const sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  const data = await newFolder("data");
  const files = await newFolder("files");
  const path = join(files, "Large.mp4");
  await makeSparseVideo(path, fileBytes);
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  try {
    const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
    await goTo(app.page, "Queue");
    await app.page.waitForTimeout(2000);
    const pid = app.electron.process().pid ?? 0;
    const before = await residentBytes(pid);
    await measureMain(app.electron);
    await startAgain({ data, args: ["--add", path], env: { ...pointedAt(sandbox), ...key } });
    let max = 0;
    await expect
      .poll(
        async () => {
          max = Math.max(max, await residentBytes(pid));
          return queueRow(app.page, "Large").getByText("Complete").isVisible();
        },
        { timeout: 240_000, intervals: [100] },
      )
      .toBe(true);
    const worstDelayMs = await mainDelayMs(app.electron);
    test.info().annotations.push({ type: "growth", description: `${Math.round((max - before) / 1e6)} MB` });
    test.info().annotations.push({ type: "event loop p99", description: `${Math.round(worstDelayMs)} ms` });
    console.log(
      `main process grew by ${Math.round((max - before) / 1e6)} MB; event loop delay p99 ${Math.round(worstDelayMs)} ms`,
    );
    expect(max - before).toBeLessThan(150e6);
    expect(worstDelayMs).toBeLessThan(100);
    expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(1);
    await app.quit();
  } finally {
    await sandbox.stop();
    await removeFolder(data);
    await removeFolder(files);
  }
});
