/**
 * Decodes a text file: UTF-8, or UTF-16 with a byte order mark, as spreadsheets and Windows editors write it. The mark is
 * left out. Null for any other encoding, and for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}
