import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unreadableMedia } from "../../shared/model/media.ts";
import { createNodeMediaReader } from "./media-reader.test-harness.ts";
import type { MediaReader } from "./media-reader.ts";

const sample = join(import.meta.dirname, "../../assets/sample.mp4");

let folder: string;
let reader: MediaReader;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "media-reader-"));
  reader = createNodeMediaReader();
});
afterAll(() => {
  reader.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the sample with 32-bit values written `offset` bytes after the start of a box's payload. */
function withChangedBox(name: string, box: string, values: Readonly<Record<number, number>>): string {
  const bytes = Buffer.from(readFileSync(sample));
  const payload = bytes.indexOf(box, 0, "latin1") + 4;
  for (const [offset, value] of Object.entries(values)) bytes.writeUInt32BE(value, payload + Number(offset));
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe("media process", () => {
  it("reads a sound file's facts", async () => {
    const { media, lengthSeconds } = await reader.read(sample);
    expect(lengthSeconds).toBeGreaterThan(1);
    expect(media).toMatchObject({ container: "MPEG-4", videoCodec: "H.264", warning: null, analyzable: true });
  });

  it.each([
    ["a sample count of 4,000,000,000 in stts", "stts", { 4: 1, 8: 4_000_000_000 }],
    ["20,000,000 entries in stts", "stts", { 4: 20_000_000 }],
    ["a sample count of 4,000,000,000 in ctts", "ctts", { 4: 1, 8: 4_000_000_000 }],
    ["4,000,000,000 samples in a chunk in stsc", "stsc", { 12: 4_000_000_000 }],
    ["4,000,000,000 entries in stsz", "stsz", { 4: 0, 8: 4_000_000_000 }],
  ])("survives %s and reads the next file", async (name, box, values) => {
    const before = process.memoryUsage.rss();
    const { media } = await reader.read(withChangedBox(`${name}.mp4`, box, values));
    // The header is sound, so its facts are known; the page must not read the index.
    expect(media).toMatchObject({ videoCodec: "H.264", analyzable: false });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
    expect((await reader.read(sample)).media.analyzable).toBe(true);
  });

  it.each([
    ["random bytes", Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)), "unreadable"],
    ["an archive", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(3000, 7)]), "other-kind"],
    ["a document", Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(3000, 7)]), "other-kind"],
  ] as const)("names %s", async (name, bytes, warning) => {
    const path = join(folder, `${name}.mp4`);
    writeFileSync(path, bytes);
    expect((await reader.read(path)).media.warning).toBe(warning);
  });

  it("names a recording without an index and one that is cut short", async () => {
    const bytes = readFileSync(sample);
    const path = join(folder, "cut.mp4");
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    expect(["no-index", "cut-short"]).toContain((await reader.read(path)).media.warning);
  });

  it("reports a file that is gone as unreadable", async () => {
    expect(await reader.read(join(folder, "gone.mp4"))).toEqual(unreadableMedia);
  });
});
