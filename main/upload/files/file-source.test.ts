import { mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AddedFile } from "../model/upload-row.ts";
import { checkFile, createFileSource } from "./file-source.ts";
import { identifyFile } from "./inspect-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "file-source-"));
  path = join(folder, "clip.mp4");
  writeFileSync(path, Buffer.alloc(100_000, 1));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function added(): Promise<AddedFile> {
  const identification = await identifyFile(path);
  if (!identification.ok) throw new Error(identification.code);
  return identification.identified;
}

/** Another file with the same content and time, as a drive that was mounted again reports it. */
function renumber(content = Buffer.alloc(100_000, 1)): void {
  const seconds = Math.floor(statSync(path).mtimeMs / 1000);
  utimesSync(path, seconds, seconds);
  writeFileSync(`${path}.new`, content);
  utimesSync(`${path}.new`, seconds, seconds);
  renameSync(`${path}.new`, path);
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
  it("rejects any other time once the attempt has begun", async () => {
    const source = createFileSource(await added());
    await source.verifyUnchanged();
    const seconds = Math.floor(statSync(path).mtimeMs / 1000) + 3600;
    utimesSync(path, seconds, seconds);
    await expect(source.verifyUnchanged()).rejects.toMatchObject({ reason: "changed" });
  });
});
