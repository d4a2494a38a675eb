/** Bytes from the start of a file that decide its type. */
export const headBytes = 512;

const ascii = (bytes: Buffer, from: number, to: number) => bytes.subarray(from, to).toString("latin1");

/** The media type of a film that a player shows, by its first bytes; null when they are of nothing it can play. */
export function filmTypeOf(bytes: Buffer): string | null {
  const box = ascii(bytes, 4, 8);
  if (box === "ftyp" && !/^(avi[fs]|hei|mif1)/.test(ascii(bytes, 8, 12))) return "video/mp4";
  if (["moov", "mdat", "wide", "free", "skip"].includes(box)) return "video/mp4";
  if (bytes.subarray(0, 4).equals(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))) return "video/webm";
  return ascii(bytes, 0, 4) === "OggS" ? "video/ogg" : null;
}

/** Whether bytes are text, as playlists are: those name other files, whatever type they are sent with. */
export function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 9);
}
