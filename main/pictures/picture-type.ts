/** The formats of pictures that are decoded. Never SVG: its cost is that of a program, not of its size. */
export type PictureType = "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif";

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** The type of a picture by its first bytes, whatever it is called; null when it is none that is decoded. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  if (ascii(bytes, 0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp";
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return "image/gif";
  return /^ftypavi[fs]/.test(ascii(bytes, 4, 12)) ? "image/avif" : null;
}
