import { openRegular } from "../foundation/regular-file.ts";

/** One open file, and nothing else: all that a parser gets. It has no name, so nothing can be found beside it. */
export interface SingleFile {
  sizeBytes: number;
  /** Reads up to `length` bytes at a position; fewer at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** No parser needs more at once, bytes: a length field can say anything. */
const maxReadBytes = 64 * 1024 * 1024;

/** Opens a file for the time of `use`. Rejects when it cannot be opened, and as `use` does. */
export async function withSingleFile<T>(path: string, use: (file: SingleFile) => Promise<T>): Promise<T> {
  const handle = await openRegular(path);
  try {
    const { size: sizeBytes } = await handle.stat();
    return await use({
      sizeBytes,
      async read(position, length) {
        const wanted = Math.min(length, maxReadBytes, Math.max(0, sizeBytes - position));
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, position);
        return buffer.subarray(0, bytesRead);
      },
    });
  } finally {
    await handle.close();
  }
}
