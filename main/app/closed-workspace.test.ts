import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openOffline } from "./offline-workspace.test-harness.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "closed-workspace-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const threads = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;

/** Files of one fingerprint that take seconds to read to the end, and occupy no space. */
function writeAlike(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index}.mp4`);
    writeFileSync(path, "");
    truncateSync(path, 32 * 1024 ** 3);
    return path;
  });
}

describe("Workspace.close", () => {
  it("leaves no thread behind that hashes files, and ends the check of files that were offered", async () => {
    const before = threads();
    const workspace = openOffline(join(folder, "data"));
    const offered = workspace.engine.intake.offer(writeAlike(2));
    await expect.poll(threads).toBeGreaterThan(before);
    await workspace.close();
    expect(threads()).toBe(before);
    expect((await offered).items).toEqual([]);
  });
});
