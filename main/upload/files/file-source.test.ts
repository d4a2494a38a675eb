import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AddedFile } from "../model/upload-row.ts";
import { checkFile, createFileSource, type FileSource } from "./file-source.ts";
import { createHashThread } from "./hash-thread.ts";
import { identifyFile } from "./inspect-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "file-source-"));
  path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.alloc(100_000, 1));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hashes = createHashThread();

async function added(): Promise<AddedFile> {
  const identification = await identifyFile(path);
  if (!identification.ok) throw new Error(identification.code);
  return { ...identification.identified, contentHash: null };
}

/** Another file with the same content and time, as a drive that was mounted again reports it. */
function renumber(content = Buffer.alloc(100_000, 1)): void {
  const seconds = Math.floor(statSync(path).mtimeMs / 1000);
  utimesSync(path, seconds, seconds);
  writeFileSync(`${path}.new`, content);
  utimesSync(`${path}.new`, seconds, seconds);
  renameSync(`${path}.new`, path);
}

/** Writes bytes into the file and sets its time back, as `rsync --inplace -t` does. */
function writeInPlace(bytes: Buffer, position: number): void {
  const { atime, mtime } = statSync(path);
  writeSync(openSync(path, "r+"), bytes, 0, bytes.length, position);
  utimesSync(path, atime, mtime);
}

const filmBytes = 15_000_000;

/** Writes a film of whole seconds, larger than a fingerprint covers. */
function writeFilm(): void {
  writeFileSync(path, Buffer.alloc(filmBytes, 1));
  const seconds = Math.floor(statSync(path).mtimeMs / 1000);
  utimesSync(path, seconds, seconds);
}

/** Reads the source to its end, at first no faster than a network; `meanwhile` runs after the first 8 MiB. */
async function readThrough(source: FileSource, meanwhile: () => void = () => {}): Promise<void> {
  let chunks = 0;
  for await (const _ of source.read()) {
    chunks += 1;
    if (chunks <= 8) await setTimeout(3);
    if (chunks === 8) meanwhile();
  }
}

describe("checkFile", () => {
  it("reads no content while the stamp is the same", async () => {
    const { file } = await added();
    expect(await checkFile({ file, fingerprint: "another content" })).toBe(file);
  });

  it("returns the new stamp of a renumbered file, and rejects one with other content", async () => {
    const before = await added();
    renumber();
    const now = await checkFile(before);
    expect(now).toMatchObject({ path, sizeBytes: 100_000, inode: String(statSync(path).ino) });
    expect(now.inode).not.toBe(before.file.inode);
    renumber(Buffer.alloc(100_000, 2));
    await expect(checkFile(before)).rejects.toMatchObject({ reason: "changed" });
  });
});

describe("createFileSource", () => {
  it.each([
    ["the attempt has begun", (source: FileSource) => source.verifyUnchanged()],
    ["all bytes were read", (source: FileSource) => readThrough(source)],
  ])("rejects any other time once %s", async (_, reach) => {
    const source = createFileSource(await added(), hashes);
    await reach(source);
    const seconds = Math.floor(statSync(path).mtimeMs / 1000) + 3600;
    utimesSync(path, seconds, seconds);
    await expect(source.verifyUnchanged()).rejects.toMatchObject({ reason: "changed" });
  });

  it("knows the hash of what was read", async () => {
    writeFilm();
    const source = createFileSource(await added(), hashes);
    expect(await source.sentHash()).toBeNull();
    await readThrough(source);
    await source.verifyUnchanged();
    expect(await source.sentHash()).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  });

  it.each([
    ["before what was already read", 1_500_000],
    ["behind it", filmBytes - 1_500_000],
    ["at the end", filmBytes - 2],
  ])("rejects a file that was written to in place %s, with size and time kept", async (_, position) => {
    writeFilm();
    const source = createFileSource(await added(), hashes);
    await source.verifyUnchanged();
    await readThrough(source, () => writeInPlace(Buffer.from([9, 9]), position));
    // Bytes behind what was read were sent as they are now: then nothing was mixed.
    if (position > 12_000_000) return expect(await source.verifyUnchanged()).toMatchObject({ path });
    await expect(source.verifyUnchanged()).rejects.toMatchObject({ reason: "changed" });
  });

  it.each([
    ["its rights changed", () => chmodSync(path, 0o600)],
    ["it was replaced by a copy of itself", () => renumber(readFileSync(path))],
    ["the same bytes were written again", () => writeInPlace(Buffer.alloc(5000, 1), 1_500_000)],
  ])("accepts a file when %s while it was read", async (_, meanwhile) => {
    writeFilm();
    const source = createFileSource(await added(), hashes);
    await source.verifyUnchanged();
    await readThrough(source, meanwhile);
    expect(await source.verifyUnchanged()).toMatchObject({ path });
  });

  it("rejects bytes that are not those of the content it was added for", async () => {
    writeFilm();
    const before = { ...(await added()), contentHash: "0".repeat(64) };
    const source = createFileSource(before, hashes);
    await readThrough(source);
    await expect(source.verifyUnchanged()).rejects.toMatchObject({ reason: "changed" });
  });
});
