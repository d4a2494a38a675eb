import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { openHarness, type WorkspaceHarness } from "./workspace.test-harness.ts";

/** What a folder is watched with in these tests. */
export const watchChoices = { access: "unlisted", stayPrivate: false, templateId: null } as const;

/** Resolves after `ms`. */
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Registers the fixture of a test file of watched folders: for each test a sandbox, a workspace and an empty folder. */
export function setupWatchFixture() {
  let sandbox: SpawnedSandbox;
  let app: WorkspaceHarness;
  let folder: string;
  let source: string;
  let seed = 1;

  beforeEach(async () => {
    sandbox = await spawnSandbox({ args: ["--processing", "0"] });
    folder = await mkdtemp(join(tmpdir(), "watch-test-"));
    source = await mkdtemp(join(tmpdir(), "watch-source-"));
    app = await openHarness({ ...sandbox, parallel: 4, receipts: true });
  });
  afterEach(async () => {
    await app.close();
    await sandbox.stop();
    await rm(folder, { recursive: true });
    await rm(source, { recursive: true });
  });

  const storedVideos = () => sandbox.ownVideos();
  return {
    get app() {
      return app;
    },
    /** The folder to watch. */
    get folder() {
      return folder;
    },
    /** A folder that is not watched. */
    get source() {
      return source;
    },
    storedVideos,
    /** Resolves once the account has that many videos; rejects after 90 s. */
    async untilStored(count: number): Promise<void> {
      const endMs = performance.now() + 90_000;
      while ((await storedVideos()).length < count) {
        if (performance.now() > endMs) throw new Error(`${(await storedVideos()).length} of ${count} videos arrived`);
        await pause(500);
      }
    },
    /** The bytes of a new video. */
    async videoBytes(): Promise<Buffer> {
      seed += 1;
      const path = join(source, `${seed}.mp4`);
      await makeVideo(path, { seed });
      return readFile(path);
    },
  };
}
