import type { FileHandle } from "node:fs/promises";
import { openRegular } from "../foundation/regular-file.ts";

/** Whether a container says that it was written to its end. */
export type ContainerEnd = "finished" | "unfinished" | "unknown";

/** More boxes than this are those of a fragmented recording, whose end cannot be known. */
const maxBoxes = 10_000;

/** Boxes with which an ISO base media file begins (ISO/IEC 14496-12, QuickTime). */
const firstBoxes = new Set(["ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "uuid"]);
/** Boxes that a muxer writes after others; a trailer of a camera may look like any other box. */
const mediaBoxes = new Set(["mdat", "moov", "moof"]);

interface Box {
  type: string;
  /** Of the content. */
  start: number;
  end: number;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The box at a position; null when there are not enough bytes for a header. A size of 0 means: to the end. */
async function boxAt(handle: FileHandle, position: number, fileBytes: number): Promise<Box | null> {
  const header = await readAt(handle, position, 16);
  if (header.length < 8) return null;
  const type = header.toString("latin1", 4, 8);
  const size = header.readUInt32BE(0);
  if (size === 0) return { type, start: position + 8, end: fileBytes };
  if (size !== 1) return { type, start: position + 8, end: position + Math.max(8, size) };
  if (header.length < 16) return null;
  return { type, start: position + 16, end: position + Math.max(16, Number(header.readBigUInt64BE(8))) };
}

/** Whether a `moov` announces fragments: then more of them may follow at any time. */
async function isFragmented(handle: FileHandle, { start, end }: Box): Promise<boolean> {
  for (let position = start, count = 0; position < end && count < maxBoxes; count += 1) {
    const box = await boxAt(handle, position, end);
    if (box === null) return false;
    if (box.type === "mvex") return true;
    position = box.end;
  }
  return false;
}

/** Walks the boxes at the top level, reading their headers only. */
async function endOfBoxes(handle: FileHandle, fileBytes: number): Promise<ContainerEnd> {
  let index: Box | null = null;
  let position = 0;
  for (let count = 0; position < fileBytes; count += 1) {
    const box = await boxAt(handle, position, fileBytes);
    if (count === maxBoxes) return "unknown";
    if (box === null || box.end > fileBytes) {
      return index === null || (box !== null && mediaBoxes.has(box.type)) ? "unfinished" : "unknown";
    }
    if (box.type === "moov") index = box;
    position = box.end;
  }
  if (index === null) return "unfinished";
  return (await isFragmented(handle, index)) ? "unknown" : "finished";
}

/** An EBML number of variable length (RFC 8794) and its own length; null for a value of all ones, which is "unknown". */
function ebmlSize(bytes: Buffer): { value: number | null; length: number } {
  const length = Math.clz32(bytes[0] ?? 0) - 23;
  if (length > 8 || bytes.length < length) return { value: null, length: 0 };
  const mask = (1n << BigInt(7 * length)) - 1n;
  const value = BigInt(`0x${bytes.toString("hex", 0, length)}`) & mask;
  return { value: value === mask ? null : Number(value), length };
}

const ebmlHeader = 0x1a45dfa3;
const matroskaSegment = 0x18538067;

/** A Matroska or WebM file is one header and one segment, whose size is written when the recording ends. */
async function endOfSegment(handle: FileHandle, fileBytes: number): Promise<ContainerEnd> {
  const header = ebmlSize((await readAt(handle, 4, 8)).subarray(0, 8));
  if (header.value === null) return "unknown";
  const position = 4 + header.length + header.value;
  const start = await readAt(handle, position, 12);
  if (start.length < 12 || start.readUInt32BE(0) !== matroskaSegment) return "unknown";
  const segment = ebmlSize(start.subarray(4));
  if (segment.value === null) return "unknown";
  return position + 4 + segment.length + segment.value > fileBytes ? "unfinished" : "finished";
}

/**
 * Whether a video was written to its end, by the sizes in its container: "unfinished" when it lacks its index (`moov`) or
 * ends in the middle of a box, "unknown" for a container that does not say (MPEG-TS, a fragmented MP4, a live Matroska).
 * Reads headers only. Rejects when the file cannot be read.
 */
export async function containerEnd(path: string): Promise<ContainerEnd> {
  const handle = await openRegular(path);
  try {
    const { size } = await handle.stat();
    const start = await readAt(handle, 0, 8);
    if (start.length < 8) return "unknown";
    if (start.readUInt32BE(0) === ebmlHeader) return await endOfSegment(handle, size);
    return firstBoxes.has(start.toString("latin1", 4, 8)) ? await endOfBoxes(handle, size) : "unknown";
  } finally {
    await handle.close();
  }
}
