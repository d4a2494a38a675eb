import { basename, join } from "node:path";
import { expect } from "vitest";
import type { UploadFixture } from "../../main/app/uploads.test-harness.ts";
import { makeVideo } from "../../sandbox/testing.ts";
import { startObservedApp } from "../../scripts/crash/observed-app.ts";
import { readQueue } from "../../scripts/crash/queue-on-disk.ts";
import { openDisplay } from "../../scripts/display.ts";
import { findElectron } from "../../scripts/electron-binary.ts";
import { ensureSystemLibraries } from "../../scripts/machine.ts";
import { buildAppIfStale } from "../../scripts/run/app-build.ts";
import { withUtf8Locale } from "../../scripts/run/utf8-locale.ts";

async function eventually(what: string, check: () => boolean, seen: () => string = () => ""): Promise<void> {
  const endMs = performance.now() + 60_000;
  while (!check()) {
    if (performance.now() > endMs) throw new Error(`Timed out waiting: ${what}; ${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts the real app twice at once on the same data, each process with a file of its own. */
export async function twoInstances(sandbox: UploadFixture["sandbox"], newFolder: () => Promise<string>): Promise<void> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: true });
  await buildAppIfStale();
  const display = await openDisplay();
  const [data, files] = [await newFolder(), await newFolder()];
  const paths = ["one", "two"].map((name) => join(files, `${name} of two starts.mp4`));
  for (const [index, path] of paths.entries()) await makeVideo(path, { seed: 770_000 + index });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...withUtf8Locale(display.env), ...key, BIGGO_API_URL: sandbox.url };
  const apps = paths.map((path) => startObservedApp({ electron: electron.path, data, env, args: ["--add", path] }));
  try {
    const ended = () => apps.map((app) => app.hasEnded());
    await eventually(
      "one of the two has ended",
      () => ended().filter(Boolean).length === 1,
      () => `ended: ${ended().join()}; ${JSON.stringify(readQueue(data))}`,
    );
    await eventually(
      "both files are complete",
      () => {
        const rows = readQueue(data);
        return rows.length === 2 && rows.every((row) => row.phase === "complete");
      },
      () => JSON.stringify(readQueue(data)),
    );
    expect(apps.filter((app) => app.hasEnded())).toHaveLength(1);
    expect(new Set(readQueue(data).map((row) => row.fileName))).toEqual(new Set(paths.map((path) => basename(path))));
  } finally {
    for (const app of apps) if (!app.hasEnded()) await app.kill();
    await display.close();
  }
}
