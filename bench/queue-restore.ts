import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../main/database/open-database.ts";
import { sampleRow } from "../main/upload/model/upload-row-sample.ts";
import { createUploadStore } from "../main/upload/queue/upload-store.ts";
import { spawnSandbox } from "../sandbox/testing.ts";
import { openDisplay } from "../scripts/display.ts";
import { findElectron } from "../scripts/electron-binary.ts";
import { sandboxFlags } from "../scripts/machine/chromium-sandbox.ts";
import { ensureSystemLibraries } from "../scripts/machine.ts";
import { buildAppIfStale } from "../scripts/run/app-build.ts";
import { root } from "../scripts/run/paths.ts";
import { launchElectron } from "../scripts/window/launch-electron.ts";
import { newDetails } from "../shared/model/video.ts";

const rows = 10_000;

/** Adds `count` waiting rows to the queue of the only account in a data folder, and pauses it. */
async function fillQueue(data: string, count: number): Promise<void> {
  const [account = ""] = await readdir(join(data, "accounts"));
  const { database } = openDatabase(join(data, "accounts", account, "uploader.sqlite"), {
    nowMs: 0,
    onSalvaged: () => {},
  });
  const store = createUploadStore(database);
  const details = { ...newDetails("", "public"), description: "What it is about. ".repeat(10) };
  store.saveAll(
    Array.from({ length: count }, (_, index) =>
      sampleRow({ id: `row-${index}`, position: index, details: { ...details, title: `Video number ${index}` } }),
    ),
  );
  store.savePaused(true);
  database.close();
}

/** Runs in the page: clicks Queue and returns the ms until its rows are drawn. */
const openQueue = `(async () => {
  const startMs = performance.now();
  [...document.querySelectorAll("nav button")].find((button) => button.textContent.startsWith("Queue")).click();
  while (document.querySelectorAll("table tbody tr").length < 5) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - startMs;
})()`;

/**
 * Measures the real app's queue: from the start of page load until the queue is restored, and from a click on Queue
 * until its rows are drawn.
 */
export async function benchRestore(): Promise<void> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: true });
  await buildAppIfStale();
  const display = await openDisplay();
  const sandbox = await spawnSandbox();
  const data = await mkdtemp(join(tmpdir(), "bench-restore-"));
  const open = () =>
    launchElectron({
      executablePath: electron.path,
      args: [root, `--user-data-dir=${data}`, ...sandboxFlags()],
      env: {
        ...(display.env as Record<string, string>),
        LANGUAGE: "en",
        BIGGO_CLIENT_ID: sandbox.clientId,
        BIGGO_CLIENT_SECRET: sandbox.clientSecret,
        BIGGO_API_URL: sandbox.url,
      },
    });
  const measure = async (count: number) => {
    const app = await open();
    const page = await app.firstWindow();
    await page.getByRole("button", { name: /^Queue/ }).waitFor();
    await page.getByText(count.toLocaleString("en"), { exact: true }).first().waitFor();
    const restoredMs = await page.evaluate(() => performance.now());
    const drawnMs = await page.evaluate<number>(openQueue);
    await app.close();
    return { restoredMs, drawnMs };
  };
  try {
    const first = await open();
    await (await first.firstWindow()).getByRole("button", { name: /^Queue/ }).waitFor();
    await first.close();
    await fillQueue(data, 10);
    const few = await measure(10);
    await fillQueue(data, rows);
    const many = await measure(rows);
    console.log(
      `${rows} rows restored ${many.restoredMs.toFixed(0)} ms after the window opened and drawn in ` +
        `${many.drawnMs.toFixed(0)} ms; with 10 rows ${few.restoredMs.toFixed(0)} and ${few.drawnMs.toFixed(0)} ms, ` +
        `ratio ${((many.restoredMs + many.drawnMs) / (few.restoredMs + few.drawnMs)).toFixed(2)}`,
    );
  } finally {
    await sandbox.stop();
    await display.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
}
