import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, openSync, renameSync, statSync, utimesSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { onUploads, setupUploadFixture } from "./uploads.test-harness.ts";
import { watchChoices } from "./watch.test-harness.ts";

const fixture = setupUploadFixture();

const filmBytes = 9_000_000;
/** Between two samples of a fingerprint. */
const captionAt = 1_000_000;

/** Another export of the same project: a caption for half a second, between the samples of the fingerprint. */
function withCaption(film: string, name: string): string {
  const path = join(fixture.files, name);
  copyFileSync(film, path);
  writeInPlace(path, captionAt, Buffer.from("caption"));
  return path;
}

/** Writes bytes and sets the file's time back, as `rsync --inplace -t` does. */
function writeInPlace(path: string, position: number, bytes: Buffer): void {
  const { atime, mtime } = statSync(path);
  writeSync(openSync(path, "r+"), bytes, 0, bytes.length, position);
  utimesSync(path, atime, mtime);
}

const sha256Of = async (path: string) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

/** Of the videos on BigGo that came from these files. */
async function storedHashes(...paths: string[]): Promise<string[]> {
  const names = paths.map((path) => basename(path));
  const videos = await fixture.sandbox.ownVideos();
  return videos.flatMap(({ file_name, sha256 }) => (names.includes(file_name) ? [sha256 ?? ""] : [])).toSorted();
}

const hashesOf = async (...paths: string[]) => (await Promise.all(paths.map(sha256Of))).toSorted();

describe("same content is decided by the content", () => {
  it("two exports with the same size and samples are both sent, together or one after the other", async () => {
    const film = await fixture.newFile("film 1.mov", filmBytes);
    const captioned = withCaption(film, "captioned 1.mov");
    const ids = await fixture.app.add(film, captioned);
    for (const id of ids) await fixture.app.until(id, "complete");
    const later = withCaption(captioned, "later 1.mov");
    writeInPlace(later, 2_000_000, Buffer.from("another"));
    const review = await fixture.app.offer(later, captioned);
    expect(review.items.map(({ verdict }) => verdict.kind)).toEqual(["accepted", "duplicate"]);
    await fixture.app.until(await fixture.addOne(later), "complete");
    expect(await storedHashes(film, captioned, later)).toEqual(await hashesOf(film, captioned, later));
  });

  it("a watched folder sends exports with the size and samples of a video that is on BigGo, and not the same again", async () => {
    const film = await fixture.newFile("film 4.mov", filmBytes);
    await fixture.app.until(await fixture.addOne(film), "complete");
    const folder = join(fixture.files, "exports");
    mkdirSync(folder);
    await fixture.app.workspace.watched.add(folder, watchChoices, false);
    const exports = ["captioned 4.mov", "later 4.mov", "same 4.mov"].map((name) => join(folder, name));
    for (const [index, path] of exports.entries()) {
      copyFileSync(film, path);
      if (index < 2) writeInPlace(path, captionAt, Buffer.from(`caption ${index}`));
    }
    // A file has to be unchanged for a while before it is added.
    const waiting = { timeout: 60_000, interval: 250 };
    await vi.waitFor(async () => expect(await storedHashes(...exports)).toHaveLength(2), waiting);
    await vi.waitFor(() => expect(fixture.app.workspace.watched.list()[0]?.pending).toBe(0), waiting);
    expect(await storedHashes(...exports)).toEqual(await hashesOf(...exports.slice(0, 2)));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await storedHashes(...exports)).toHaveLength(2);
    expect(await storedHashes(film)).toHaveLength(1);
  }, 150_000);

  it("a lost answer is not taken for the video of another film with the same samples", async () => {
    const film = await fixture.newFile("film 2.mov", filmBytes);
    await fixture.app.until(await fixture.addOne(film), "complete");
    const captioned = withCaption(film, "captioned 2.mov");
    await fixture.fault({ kind: "drop-answer", match: onUploads });
    const id = await fixture.addOne(captioned);
    await fixture.app.until(id, "complete");
    expect(await storedHashes(film, captioned)).toEqual(await hashesOf(film, captioned));
    expect(await fixture.videosNamed("captioned 2.mov")).toMatchObject([{ title: "captioned 2" }]);
    expect(await fixture.videosNamed("film 2.mov")).toMatchObject([{ title: "film 2" }]);
  });

  it("an upload whose file is missing continues with a moved file, and not with another one of its samples", async () => {
    const film = await fixture.newFile("film 3.mov", filmBytes);
    fixture.app.workspace.engine.pauseQueue(true);
    const id = await fixture.addOne(film);
    const captioned = withCaption(film, "captioned 3.mov");
    utimesSync(captioned, 1_700_000_000, 1_700_000_000);
    const moved = join(fixture.files, "moved 3.mov");
    renameSync(film, moved);
    expect((await fixture.app.offer(captioned)).items).toMatchObject([{ verdict: { kind: "accepted" } }]);
    expect(fixture.app.upload(id).fileName).toBe("film 3.mov");
    expect((await fixture.app.offer(moved)).items).toMatchObject([{ verdict: { kind: "duplicate", uploadId: id } }]);
    expect(fixture.app.upload(id).fileName).toBe("moved 3.mov");
  });
});

describe("the bytes that were added are the bytes that are sent", () => {
  it.each([
    ["over what was already sent", 20_000],
    ["and over the end", filmBytes - 2_000_000],
  ])("a file written over in place while it is sent, %s, is never published as a mixture", async (_, position) => {
    const film = await fixture.newFile(`over ${position}.mov`, filmBytes);
    await fixture.fault({ kind: "slow-read", bytesPerSecond: 4_000_000, match: onUploads });
    const id = await fixture.addOne(film);
    await fixture.app.eventually("half sent", () => {
      const row = fixture.app.workspace.engine.progress().rows.find((each) => each.id === id);
      return (row?.sentBytes ?? 0) > filmBytes / 2;
    });
    writeInPlace(film, 20_000, Buffer.alloc(5000, 7));
    writeInPlace(film, position, Buffer.alloc(1_500_000, 7));
    expect(await fixture.app.until(id, "needsFile")).toMatchObject({ state: { reason: "changed" } });
    expect(await storedHashes(film)).toEqual([]);
    await fixture.sandbox.control("DELETE", "faults");
    await fixture.app.workspace.engine.acceptChangedFile(id);
    await fixture.app.until(id, "complete");
    expect(await storedHashes(film)).toEqual([await sha256Of(film)]);
  });
});
