import { crc32, deflateSync } from "node:zlib";

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A chunk of a PNG: length, type, data and checksum (W3C PNG, 5.3). */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, "latin1");
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

interface PngShape {
  width: number;
  height: number;
  bitDepth: number;
  /** 0 grey, 2 RGB. */
  colorType: number;
}

/** A PNG of a header, compressed rows, and further chunks between them. */
export function pngFile(shape: PngShape, compressed: Uint8Array, between: readonly Uint8Array[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(shape.width, 0);
  header.writeUInt32BE(shape.height, 4);
  header.set([shape.bitDepth, shape.colorType], 8);
  const end = pngChunk("IEND", Buffer.alloc(0));
  return Buffer.concat([signature, pngChunk("IHDR", header), ...between, pngChunk("IDAT", compressed), end]);
}

/** Encodes rows of RGB bytes, each preceded by a byte 0 (no filter), as a PNG with 8 bits per channel. */
export function encodePng(width: number, height: number, rows: Uint8Array): Buffer {
  return pngFile({ width, height, bitDepth: 8, colorType: 2 }, deflateSync(rows, { level: 3 }));
}
