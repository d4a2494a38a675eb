import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { openHarness, type WorkspaceHarness, type WorkspaceTarget } from "./workspace.test-harness.ts";

/** Which requests a fault meets: uploads, or the saving of an upload's details. */
export const onUploads = { method: "POST", path: "^/api/v1/video/$" };
export const onDetails = { method: "POST", path: "^/api/v1/video/.+" };

let seed = 1000;

/** What a test of uploads works with. */
export type UploadStage = ReturnType<typeof prepareUploads>;

/**
 * Registers what a file of upload tests stands on: one sandbox process for all of them, and for each a fresh workspace
 * and a folder for files, taken down afterwards.
 */
export function prepareUploads() {
  let sandbox: SpawnedSandbox;
  let app: WorkspaceHarness;
  let files: string;

  beforeAll(async () => {
    sandbox = await spawnSandbox({ args: ["--processing", "50"] });
  });
  beforeEach(async () => {
    files = await mkdtemp(join(tmpdir(), "uploads-test-"));
    app = await openHarness(sandbox);
  });
  afterEach(async () => {
    await sandbox.control("DELETE", "faults");
    await sandbox.control("POST", "account", { revoked: false, permission: true, secretValid: true });
    await app.close();
    await rm(files, { recursive: true, force: true, maxRetries: 5 });
  });
  afterAll(() => sandbox.stop());

  return {
    get sandbox() {
      return sandbox;
    },
    get app() {
      return app;
    },
    /** Another workspace beside the stage's own, closed by the caller. */
    openOther: (target: Partial<WorkspaceTarget>) => openHarness({ ...sandbox, ...target }),
    /** The folder for this test's files. */
    get files() {
      return files;
    },
    /** The videos of that file name that are not deleted. */
    videosNamed: async (fileName: string) =>
      (await sandbox.ownVideos()).filter(({ file_name }) => file_name === fileName),
    /** Adds a fault to the sandbox. */
    fault: (spec: object) => sandbox.control("POST", "faults", spec),
    /** Writes a video nobody has seen before. */
    async newFile(name: string, sizeBytes?: number): Promise<string> {
      const path = join(files, name);
      await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
      return path;
    },
    /** Adds one file and gives its row's id. */
    async addOne(path: string): Promise<string> {
      const [id] = await app.add(path);
      if (id === undefined) throw new Error("it was refused");
      return id;
    },
  };
}
