/** First bytes of files that are no videos, at offset 0 unless stated otherwise. */
const signatures: readonly { name: string; bytes: readonly number[]; offset?: number }[] = [
  { name: "ZIP", bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: "RAR", bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { name: "7z", bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: "gzip", bytes: [0x1f, 0x8b, 0x08] },
  { name: "bzip2", bytes: [0x42, 0x5a, 0x68] },
  { name: "xz", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: "tar", bytes: [0x75, 0x73, 0x74, 0x61, 0x72], offset: 257 },
  { name: "PDF", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { name: "Office", bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { name: "SQLite", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
  { name: "Photoshop", bytes: [0x38, 0x42, 0x50, 0x53] },
  { name: "EXE", bytes: [0x4d, 0x5a] },
  { name: "ELF", bytes: [0x7f, 0x45, 0x4c, 0x46] },
];

/** How many bytes of a file {@link otherKindOf} needs. */
export const signatureBytes = 512;

/** The format of a file that is no video, by its first bytes; null when it is not one of those known here. */
export function otherKindOf(start: Uint8Array): string | null {
  const matches = ({ bytes, offset = 0 }: (typeof signatures)[number]) =>
    bytes.every((byte, index) => start[offset + index] === byte);
  return signatures.find(matches)?.name ?? null;
}
