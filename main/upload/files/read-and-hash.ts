import type { GrowingHash } from "./hash-thread.ts";

/** With 1 MiB reads an upload is as fast as curl; with 64 KiB reads it takes more than twice as long. */
export const readBytes = 1024 * 1024;

/**
 * The first chunks are kept until it is known how fast the connection accepts them. More than a socket queues at once,
 * because what is only queued says nothing about the connection.
 */
const keptChunks = 8;
/**
 * From this many bytes a second on, hashing would take the processor from the upload: about 4 Gbit/s, which no way to
 * BigGo reaches. The hash is then computed from the file, once the upload is over.
 */
const tooFastBytesPerSecond = 512 * 1024 * 1024;
/** How long an upload waits for a hash that is slower, in all: this many ms, and this share of its time. */
const maxWait = { ms: 30, share: 0.02 };
/** Of the first chunks after the kept ones, nothing is counted as waiting: the thread may just be starting. */
const uncountedChunks = keptChunks + 4;

/** The buffers a file is read to, and the hash of what is in them. */
export interface HashedBuffers {
  /** The next buffer to read to, of `readBytes` bytes: nothing is sent from it or hashed any more. */
  next(): Promise<Buffer>;
  /** The chunk that was read to the last buffer and is sent now. */
  add(chunk: Buffer): void;
  /** After the last chunk: the SHA-256 of all of them as 64 hex digits; null when it was given up. */
  digest(): Promise<string | null>;
}

/**
 * Creates the buffers of one reading. The hash never slows a fast connection down: it is given up instead, unless it
 * `isRequired`. `monotonicNow` is in ms.
 */
export function createHashedBuffers(
  hash: GrowingHash,
  isRequired: boolean,
  monotonicNow: () => number = () => performance.now(),
): HashedBuffers {
  // Alternating buffers, because allocating 1 MiB per read costs more than the read. A full buffer exceeds what the
  // socket queues, so the previous one is free again when the next is requested; only the last can be short.
  const buffers: { bytes: Buffer; hashed: Promise<void> }[] = [];
  let index = -1;
  let kept: Buffer[] | null = [];
  let isGivenUp = false;
  let [requested, waitedMs, startMs] = [0, 0, 0];

  const last = () => buffers[index];
  const hashKept = () => {
    kept?.forEach((chunk, position) => {
      const buffer = buffers[position];
      if (buffer !== undefined) buffer.hashed = hash.update(chunk);
    });
    kept = null;
  };
  const decide = () => {
    const seconds = (monotonicNow() - startMs) / 1000;
    // The first chunk waits for the connection, so time counts from its end.
    if (!isRequired && ((keptChunks - 1) * readBytes) / seconds > tooFastBytesPerSecond) isGivenUp = true;
    else hashKept();
    kept = null;
  };
  const waitFor = async (hashed: Promise<void>) => {
    const waitStartMs = monotonicNow();
    await hashed;
    if (isRequired || requested <= uncountedChunks) return;
    waitedMs += monotonicNow() - waitStartMs;
    if (waitedMs > maxWait.ms + maxWait.share * (monotonicNow() - startMs)) isGivenUp = true;
  };

  return {
    async next() {
      requested += 1;
      if (requested === 2) startMs = monotonicNow();
      if (requested === keptChunks + 1) decide();
      if (requested <= keptChunks) {
        buffers.push({ bytes: Buffer.from(new SharedArrayBuffer(readBytes)), hashed: Promise.resolve() });
      }
      // Two are enough without a hash, and stay in the processor's cache.
      index = (index + 1) % (isGivenUp ? 2 : keptChunks);
      const buffer = last();
      if (buffer === undefined) throw new Error("No buffer to read to");
      await waitFor(buffer.hashed);
      return buffer.bytes;
    },
    add(chunk) {
      const buffer = last();
      if (kept !== null) kept.push(chunk);
      else if (!isGivenUp && buffer !== undefined) buffer.hashed = hash.update(chunk);
    },
    async digest() {
      hashKept();
      return isGivenUp ? null : hash.digest();
    },
  };
}
