import { describe, expect, it } from "vitest";
import { checkIndex, MalformedIndex } from "./check-index.ts";

const u32 = (value: number) => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256);
const text = (value: string) => [...value].map((char) => char.charCodeAt(0));
const box = (type: string, ...content: number[][]) => {
  const payload = content.flat();
  return [...u32(payload.length + 8), ...text(type), ...payload];
};
/** A box with version, flags and 32-bit values. */
const table = (type: string, ...values: number[]) => box(type, u32(0), ...values.map(u32));

/** A film with one track whose sample table holds this box. */
const filmWith = (sampleTable: number[]) => [
  ...box("ftyp", text("isom")),
  ...box(
    "moov",
    box("trak", box("edts", table("elst", 1, 0, 0, 1)), box("mdia", box("minf", box("stbl", sampleTable)))),
  ),
  ...box("mdat", new Array(64).fill(7)),
];

function check(bytes: readonly number[]): Promise<void> {
  const all = Uint8Array.from(bytes);
  const read = async (start: number, length: number) => new DataView(all.slice(start, start + length).buffer);
  return checkIndex(read, all.length);
}

describe("checkIndex", () => {
  it("passes sound films, films that are cut off, and other containers", async () => {
    await check(filmWith(table("stts", 2, 100, 512, 1, 600)));
    await check(filmWith(table("stsc", 1, 1, 25, 1)));
    await check(filmWith(table("stts", 2, 100, 512, 1, 600)).slice(0, 40));
    await check([0x1a, 0x45, 0xdf, 0xa3, 0x01, 0, 0, 0, 0, 0, 0, 0x23, 0x42, 0x86, 0x81, 0x01]);
    await check([]);
  });

  it.each([
    ["stts with 4,000,000,000 samples in an entry", table("stts", 1, 4e9, 1)],
    ["stts whose entries add up to too many samples", table("stts", 3, 4e6, 1, 4e6, 1, 1, 1)],
    ["stts with 20,000,000 entries", table("stts", 20_000_000, 1, 1)],
    ["ctts with 4,000,000,000 samples in an entry", table("ctts", 1, 4e9, 1)],
    ["stsc with 4,000,000,000 samples in a chunk", table("stsc", 1, 1, 4e9, 1)],
    ["stsz with 4,000,000,000 samples of one size", table("stsz", 100, 4e9)],
    ["stco with 4,000,000,000 entries", table("stco", 4e9, 1)],
    ["elst with 4,000,000,000 entries", table("elst", 4e9, 1)],
    [
      "a table behind a box with a 64-bit size",
      [...u32(1), ...text("free"), ...u32(0), ...u32(20), 0, 0, 0, 0, ...table("stts", 1, 4e9, 1)],
    ],
  ])("rejects %s", async (_, sampleTable) => {
    await expect(check(filmWith(sampleTable))).rejects.toThrow(MalformedIndex);
  });

  it("rejects a fragment with 4,000,000,000 samples", async () => {
    const fragment = box("moof", box("traf", table("trun", 4e9)));
    await expect(check([...filmWith(table("stts", 0)), ...fragment])).rejects.toThrow(MalformedIndex);
  });
});
