/** Bytes from the start of a file that decide its type. */
export const headBytes = 512;

const ascii = (bytes: Buffer, from: number, to: number) => bytes.subarray(from, to).toString("latin1");

/** The media type of a picture that an `img` shows, by its first bytes: the server's content type is not trusted. */
export function pictureTypeOf(bytes: Buffer): string | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "image/jpeg";
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp";
  if (ascii(bytes, 0, 4) === "GIF8") return "image/gif";
  if (/^ftypavi[fs]/.test(ascii(bytes, 4, 12))) return "image/avif";
  if (ascii(bytes, 0, 2) === "BM" && ascii(bytes, 6, 10) === "\0\0\0\0") return "image/bmp";
  const text = bytes.subarray(0, headBytes).toString("utf8");
  return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?<svg[\s>]/.test(text) ? "image/svg+xml" : null;
}

/** The media type of a film that a player shows, by its first bytes; null when they are of nothing it can play. */
export function filmTypeOf(bytes: Buffer): string | null {
  const box = ascii(bytes, 4, 8);
  if (box === "ftyp" && !/^(avi[fs]|hei|mif1)/.test(ascii(bytes, 8, 12))) return "video/mp4";
  if (["moov", "mdat", "wide", "free", "skip"].includes(box)) return "video/mp4";
  if (bytes.subarray(0, 4).equals(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))) return "video/webm";
  return ascii(bytes, 0, 4) === "OggS" ? "video/ogg" : null;
}
