import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { openHarness, type WorkspaceHarness, type WorkspaceTarget } from "./workspace.test-harness.ts";

/** The requests a fault applies to: uploads, or saving an upload's details. */
export const onUploads = { method: "POST", path: "^/api/v1/video/$" };
export const onDetails = { method: "POST", path: "^/api/v1/video/.+" };

let seed = 1000;

/** The fixture of an upload test. */
export type UploadFixture = ReturnType<typeof setupUploadFixture>;

/**
 * Registers the fixture of an upload test file: one sandbox process for the file; for each test a fresh workspace and a
 * folder for files, which are removed afterwards.
 */
export function setupUploadFixture() {
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
    /** Opens another workspace in addition to the fixture's own; the caller closes it. */
    openOther: (target: Partial<WorkspaceTarget>) => openHarness({ ...sandbox, ...target }),
    /** The folder for this test's files. */
    get files() {
      return files;
    },
    /** The videos with this file name that are not deleted. */
    videosNamed: async (fileName: string) =>
      (await sandbox.ownVideos()).filter(({ file_name }) => file_name === fileName),
    /** Adds a fault to the sandbox. */
    fault: (spec: object) => sandbox.control("POST", "faults", spec),
    /** Writes a video file with new content and returns its path. */
    async newFile(name: string, sizeBytes?: number): Promise<string> {
      const path = join(files, name);
      await makeVideo(path, { seed: seed++, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
      return path;
    },
    /** Adds one file and returns the id of its row. */
    async addOne(path: string): Promise<string> {
      const [id] = await app.add(path);
      if (id === undefined) throw new Error("The file was refused");
      return id;
    },
  };
}
