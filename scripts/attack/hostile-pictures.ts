import { deflateSync } from "node:zlib";
import { pngChunk, pngFile } from "../../sandbox/encode-png.ts";

/** An SVG whose `use` elements double 26 times: 67 million rectangles in two kilobytes. */
function nestedUse(): Buffer {
  const levels = Array.from(
    { length: 26 },
    (_, level) => `<g id="a${level + 1}"><use href="#a${level}"/><use href="#a${level}" x="1"/></g>`,
  );
  const shapes = `<rect id="a0" width="9" height="9"/>${levels.join("")}<use href="#a26"/>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">${shapes}</svg>`);
}

/** A black PNG of a size, one bit a pixel: a few hundred bytes for each million pixels. */
function blackPng(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  return pngFile({ width, height, bitDepth: 1, colorType: 0 }, deflateSync(rows, { level: 9 }));
}

const smallRow = () => deflateSync(Buffer.alloc(2));

/** A PNG of one pixel whose compressed text expands to `megabytes`. */
function textBomb(megabytes: number): Buffer {
  const text = Buffer.concat([
    Buffer.from("k\0\0", "latin1"),
    deflateSync(Buffer.alloc(megabytes << 20), { level: 9 }),
  ]);
  return pngFile({ width: 1, height: 1, bitDepth: 8, colorType: 0 }, smallRow(), [pngChunk("zTXt", text)]);
}

/** A GIF of a canvas and many frames, each with data for one pixel (GIF89a). */
function gifOf(width: number, height: number, frames: number, frameSide = 1): Buffer {
  const screen = Buffer.from([0, 0, 0, 0, 0x80, 0, 0]);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  const palette = Buffer.from([0, 0, 0, 255, 255, 255]);
  const delay = [0x21, 0xf9, 4, 0, 1, 0, 0, 0];
  const [low, high] = [frameSide & 255, frameSide >> 8];
  const frame = Buffer.from([...delay, 0x2c, 0, 0, 0, 0, low, high, low, high, 0, 2, 2, 0x44, 1, 0]);
  const body = Buffer.concat(Array.from({ length: frames }, () => frame));
  return Buffer.concat([Buffer.from("GIF89a"), screen, palette, body, Buffer.from([0x3b])]);
}

/** A JPEG that says in its frame header how large it is, and ends there. */
function jpegHeader(width: number, height: number): Buffer {
  const frame = Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 7);
  frame.writeUInt16BE(width, 9);
  return Buffer.concat([frame, Buffer.from([0xff, 0xd9])]);
}

/** A WebP of the extended format that says how large its canvas is (RFC 9649, 2.7). */
function webpHeader(width: number, height: number): Buffer {
  const bytes = Buffer.from("RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0", "latin1");
  bytes.writeUIntLE(width - 1, 24, 3);
  bytes.writeUIntLE(height - 1, 27, 3);
  return bytes;
}

/** An AVIF whose only property says how large it is (ISO/IEC 23008-12, 6.5.3). */
function avifHeader(width: number, height: number): Buffer {
  const box = (type: string, ...content: Uint8Array[]) => {
    const data = Buffer.concat(content);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + data.length, 0);
    head.write(type, 4, "latin1");
    return Buffer.concat([head, data]);
  };
  const size = Buffer.alloc(12);
  size.writeUInt32BE(width, 4);
  size.writeUInt32BE(height, 8);
  const properties = box("iprp", box("ipco", box("ispe", size)));
  return Buffer.concat([box("ftyp", Buffer.from("avif\0\0\0\0avifmif1")), box("meta", Buffer.alloc(4), properties)]);
}

const side = 16_000;

/** Pictures that must never be shown, by what is wrong with them; `sound` is a JPEG of which some are made. */
export function hostilePictures(sound: Buffer): Record<string, Buffer> {
  return {
    "an SVG of nested use": nestedUse(),
    "an SVG after a comment and an XML declaration": Buffer.concat([
      Buffer.from("<?xml version='1.0'?><!-- -->"),
      nestedUse(),
    ]),
    "a PNG of 16,000 by 16,000": blackPng(side, side),
    "a PNG of one column and 40,000,001 rows": blackPng(1, 40_000_001),
    "a PNG whose header says 2,147,483,647 pixels a side": pngFile(
      { width: 2 ** 31 - 1, height: 2 ** 31 - 1, bitDepth: 8, colorType: 0 },
      smallRow(),
    ),
    "a JPEG whose header says 65,535 pixels a side": jpegHeader(65_535, 65_535),
    "a WebP whose header says 16,384 pixels a side": webpHeader(16_384, 16_384),
    "an AVIF whose header says 2,147,483,647 pixels a side": avifHeader(2 ** 31 - 1, 2 ** 31 - 1),
    "an animated GIF of 65,535 pixels a side": gifOf(65_535, 65_535, 10_000, 65_535),
    "a header and nothing else": sound.subarray(0, 20),
    "a page called a picture": Buffer.from("<html><img src=x onerror=alert(1)></html>"),
    "more bytes than are read": Buffer.concat([sound, Buffer.alloc(10 * 1024 * 1024)]),
  };
}

/** Odd pictures of which something may be shown, within the same bounds. */
export function oddPictures(sound: Buffer): Record<string, Buffer> {
  return {
    "a JPEG cut in half": sound.subarray(0, sound.length >> 1),
    "a JPEG that is also a page": Buffer.concat([sound, Buffer.from("<script>alert(1)</script>")]),
    "a GIF that is also a script": Buffer.concat([gifOf(0x2a2f, 100, 1), Buffer.from("*/=1;alert(1)")]),
    "an animated GIF of one pixel on a canvas of 65,535 a side": gifOf(65_535, 65_535, 10_000),
    "an animated GIF of 20,000 frames": gifOf(6000, 6000, 20_000),
    "a PNG of 25 million pixels": blackPng(5000, 5000),
    "a PNG whose text expands to 200 MB": textBomb(200),
  };
}
