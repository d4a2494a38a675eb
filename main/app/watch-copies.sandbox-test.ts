import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pause, setupWatchFixture, watchChoices } from "./watch.test-harness.ts";

const at = setupWatchFixture();

/** Writes a file like a slow copy: in parts with a pause in between. */
async function copySlowly(name: string, bytes: Buffer, gapMs: number): Promise<void> {
  const path = join(at.folder, name);
  const part = Math.ceil(bytes.length / 4);
  await writeFile(path, bytes.subarray(0, part));
  for (let offset = part; offset < bytes.length; offset += part) {
    await pause(gapMs);
    await appendFile(path, bytes.subarray(offset, offset + part));
  }
}

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("a watched folder", () => {
  it("adds 80 slowly copied files exactly once, also renamed ones and those added while it is closed", async () => {
    await at.app.workspace.watched.add(at.folder, watchChoices, false);
    await mkdir(join(at.folder, "deep", "er"), { recursive: true });
    const hashes = new Set<string>();
    const copies: Promise<void>[] = [];
    const copy = async (name: string, gapMs: number) => {
      const bytes = await at.videoBytes();
      hashes.add(hashOf(bytes));
      copies.push(copySlowly(name, bytes, gapMs));
    };
    for (let index = 0; index < 40; index += 1)
      await copy(index % 5 === 0 ? `deep/er/影片 ${index}.mp4` : `clip ${index}.mp4`, 200 + index * 50);
    await pause(2000);
    await rename(join(at.folder, "clip 1.mp4"), join(at.folder, "renamed while copying.mp4"));
    await pause(9000);
    // By now some are added, some are uploading, and some are still being written.
    await at.app.reopen(async () => {
      for (let index = 40; index < 80; index += 1) await copy(`clip ${index}.mp4`, index < 60 ? 10 : 400);
      await rename(join(at.folder, "clip 2.mp4"), join(at.folder, "renamed while closed.mp4"));
      await pause(500);
    });
    await Promise.all(copies);
    await rename(join(at.folder, "clip 3.mp4"), join(at.folder, "renamed while open.mp4"));
    await rename(join(at.folder, "clip 70.mp4"), join(at.folder, "deep", "moved.mp4"));
    await at.untilStored(80);
    await pause(3000);
    const stored = await at.storedVideos();
    expect(stored).toHaveLength(80);
    expect(new Set(stored.map(({ sha256 }) => sha256))).toEqual(hashes);
    expect(new Set(stored.map(({ access }) => access))).toEqual(new Set([2]));
    expect(at.app.workspace.watched.list()).toMatchObject([{ pending: 0, problems: [], present: true }]);
    // The next start adds nothing twice, even after a rename.
    await at.app.reopen(() => rename(join(at.folder, "clip 4.mp4"), join(at.folder, "renamed after.mp4")));
    await pause(13_000);
    expect(await at.storedVideos()).toHaveLength(80);
    const receipts = (await readdir(at.folder)).filter((name) => name.endsWith(".biggo.json"));
    expect(receipts.length).toBeGreaterThan(40);
  }, 240_000);
});
