import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { setupUploadFixture } from "../../main/app/uploads.test-harness.ts";

/** A row that waits for the app's own delays may take this long, ms. */
export const longRowMs = 120_000;

/** Registers the fixture of a file of the upload table; `newFolder` creates a folder that is removed after its tests. */
export function setupTableFixture() {
  const at = setupUploadFixture();
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));
  return {
    at,
    async newFolder(): Promise<string> {
      const folder = await mkdtemp(join(tmpdir(), "upload-table-"));
      folders.push(folder);
      return folder;
    },
  };
}
