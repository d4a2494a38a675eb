import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";

/** Why a file is not read: no regular file, larger than the bound, slower than the bound, or another user's. */
export type UnsuitableCode = "not-regular" | "too-large" | "too-slow" | "foreign";

/** A file that exists and is not read. */
class UnsuitableFile extends Error {
  readonly code: UnsuitableCode;

  constructor(code: UnsuitableCode) {
    super(`The file is not read: ${code}`);
    this.name = "UnsuitableFile";
    this.code = code;
  }
}

/** What a file that is read by its name has to be. */
interface FileBounds {
  /** Maximum size of its content, bytes. */
  maxBytes: number;
  /** Maximum time until it is read, ms; by default {@link defaultTimeoutMs}. */
  timeoutMs?: number;
  /** Links count as no regular file: they could lead to the content of another file. */
  refuseLinks?: boolean;
}

/** A drive that does not respond ends a reading after this time, ms. */
const defaultTimeoutMs = 10_000;

/** Windows has neither: there a device or a pipe is recognised by its type alone. */
const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0, O_NOCTTY = 0 } = constants;
const flagsOf = (refuseLinks: boolean) => O_RDONLY | O_NONBLOCK | O_NOCTTY | (refuseLinks ? O_NOFOLLOW : 0);

function requireRegular(stats: Pick<Stats, "isFile" | "size">, maxBytes = Number.POSITIVE_INFINITY): void {
  if (!stats.isFile()) throw new UnsuitableFile("not-regular");
  if (stats.size > maxBytes) throw new UnsuitableFile("too-large");
}

/**
 * Opens a file for reading. A pipe, a socket, a device or a folder under its name rejects with UnsuitableFile at once: it
 * is not opened where its type shows, and no opening waits for a writer. Rejects as `open` does otherwise.
 */
export async function openRegular(path: string, { refuseLinks = false } = {}): Promise<FileHandle> {
  // Opening alone has effects on some devices.
  requireRegular(await (refuseLinks ? lstat : stat)(path));
  const handle = await open(path, flagsOf(refuseLinks));
  try {
    requireRegular(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readBounded(path: string, { maxBytes, refuseLinks = false }: FileBounds): Promise<Buffer> {
  const handle = await openRegular(path, { refuseLinks });
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new UnsuitableFile("too-large");
    const chunks: Buffer[] = [];
    // It may grow meanwhile, and a file of the system may say 0 and have content.
    for (let length = 0; ; ) {
      const wanted = Math.min(Math.max(size - length, 0) + 4096, maxBytes + 1 - length);
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(wanted), 0, wanted, length);
      if (bytesRead === 0) return Buffer.concat(chunks);
      length += bytesRead;
      if (length > maxBytes) throw new UnsuitableFile("too-large");
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Reads a regular file completely; rejects with UnsuitableFile or the system's error, always within the time bound. */
export async function readRegularFile(path: string, bounds: FileBounds): Promise<Buffer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UnsuitableFile("too-slow")), bounds.timeoutMs ?? defaultTimeoutMs);
  });
  try {
    return await Promise.race([readBounded(path, bounds), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Another user's file; root reads everybody's. Windows reports no owner. */
function isForeign({ uid }: Pick<Stats, "uid">): boolean {
  const own = process.geteuid?.();
  return own !== undefined && own !== 0 && uid !== own;
}

/**
 * The same for a file of the app's own data, in one go: a link, or a file of another user, is refused as well. Throws
 * UnsuitableFile or the system's error.
 */
export function readOwnFileSync(path: string, maxBytes: number): string {
  requireRegular(lstatSync(path), maxBytes);
  const file = openSync(path, flagsOf(true));
  try {
    const stats = fstatSync(file);
    requireRegular(stats, maxBytes);
    if (isForeign(stats)) throw new UnsuitableFile("foreign");
    const buffer = Buffer.alloc(stats.size);
    let length = 0;
    for (let count = -1; count !== 0 && length < stats.size; length += count) {
      count = readSync(file, buffer, length, stats.size - length, length);
    }
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}
