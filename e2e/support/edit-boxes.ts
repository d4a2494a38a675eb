import { readFile, writeFile } from "node:fs/promises";

/** A 32-bit value and where it goes: bytes after the start of a box's payload (after its type). */
export type BoxValues = Readonly<Record<number, number>>;

/** Copies an MP4 and writes values into every box of a type. Throws when the file has no such box. */
export async function editBoxes(from: string, to: string, edits: Readonly<Record<string, BoxValues>>): Promise<void> {
  const bytes = await readFile(from);
  for (const [type, values] of Object.entries(edits)) {
    let found = bytes.indexOf(type, 0, "latin1");
    if (found === -1) throw new Error(`${from} has no box ${type}`);
    for (; found !== -1; found = bytes.indexOf(type, found + 4, "latin1")) {
      for (const [offset, value] of Object.entries(values)) bytes.writeUInt32BE(value, found + 4 + Number(offset));
    }
  }
  await writeFile(to, bytes);
}

/** Copies the first part of a file, as an interrupted copy leaves it. */
export async function cutShort(from: string, to: string, part: number): Promise<void> {
  const bytes = await readFile(from);
  await writeFile(to, bytes.subarray(0, Math.floor(bytes.length * part)));
}

/**
 * Copies an MP4 whose `mdat` is last and gives that box a 64-bit size, as recorders of long films do. Chunk offsets
 * move by the eight bytes that the size takes.
 */
export async function withLargeSize(from: string, to: string): Promise<void> {
  const bytes = await readFile(from);
  const mdat = bytes.indexOf("mdat", 0, "latin1") - 4;
  const size = bytes.readUInt32BE(mdat);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1, 0);
  header.write("mdat", 4, "latin1");
  header.writeBigUInt64BE(BigInt(size + 8), 8);
  const head = bytes.subarray(0, mdat);
  for (let stco = head.indexOf("stco", 0, "latin1"); stco !== -1; stco = head.indexOf("stco", stco + 4, "latin1")) {
    const count = head.readUInt32BE(stco + 8);
    for (let index = 0; index < count; index += 1) {
      const at = stco + 12 + index * 4;
      head.writeUInt32BE(head.readUInt32BE(at) + 8, at);
    }
  }
  await writeFile(to, Buffer.concat([head, header, bytes.subarray(mdat + 8)]));
}
