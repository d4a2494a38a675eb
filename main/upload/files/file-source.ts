import type { FileHandle } from "node:fs/promises";
import { trimFileName } from "../../../shared/file-name.ts";
import type { UploadSource } from "../../biggo/upload-video.ts";
import { openRegular } from "../../foundation/regular-file.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";
import { FileProblem, toFileProblem } from "./file-problem.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { GrowingHash, HashThread } from "./hash-thread.ts";
import { type FileStamp, isCoarse, isPlausiblySame, isSameStamp, isSameTime } from "./same-stamp.ts";

/** With 1 MiB reads an upload is as fast as curl; with 64 KiB reads it takes more than twice as long. */
const readBytes = 1024 * 1024;
/** A buffer is still needed while two more are requested, and while it is hashed. */
const bufferCount = 4;

/** Reads the stamp of an open file; rejects with FileProblem when it is not a regular file. */
export async function stampOf(handle: FileHandle): Promise<FileStamp> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) throw new FileProblem("unreadable", "Not a regular file");
  return {
    sizeBytes: Number(stats.size),
    device: String(stats.dev),
    inode: String(stats.ino),
    mtimeNs: String(stats.mtimeNs),
    ctimeNs: String(stats.ctimeNs),
  };
}

type MayBeSame = (now: FileStamp, added: FileStamp) => boolean;

/**
 * Verifies an open file and returns its identity as it is now: `file` itself when nothing changed, and one with another
 * stamp when `mayBeSame` permits it and the fingerprint is the same. The content is only read in the latter case, at most
 * 4 MiB.
 */
async function verify(
  handle: FileHandle,
  { file, fingerprint }: Pick<AddedFile, "file" | "fingerprint">,
  mayBeSame: MayBeSame,
): Promise<FileIdentity> {
  const stamp = await stampOf(handle);
  if (isSameStamp(stamp, file)) return file;
  if (!mayBeSame(stamp, file) || (await fingerprintOf(handle, stamp.sizeBytes)) !== fingerprint) {
    throw new FileProblem("changed", `${file.fileName} is not the file that was added`);
  }
  return { ...file, ...stamp };
}

interface VerifiedFile {
  handle: FileHandle;
  file: FileIdentity;
}

/** Opens an added file and verifies that it is unchanged; rejects with FileProblem otherwise. */
async function openVerified(
  added: Pick<AddedFile, "file" | "fingerprint">,
  mayBeSame: MayBeSame = isPlausiblySame,
): Promise<VerifiedFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await openRegular(added.file.path);
    return { handle, file: await verify(handle, added, mayBeSame) };
  } catch (error) {
    await handle?.close();
    throw toFileProblem(error);
  }
}

/**
 * Verifies that the file is present, readable and unchanged; rejects with FileProblem otherwise. Resolves with its
 * identity as it is now: another object when the drive renumbered the file.
 */
export async function checkFile(added: Pick<AddedFile, "file" | "fingerprint">): Promise<FileIdentity> {
  const { handle, file } = await openVerified(added);
  await handle.close();
  return file;
}

/** Reads until `length` bytes are in the buffer, because some file systems return less than requested. */
async function fill(handle: FileHandle, buffer: Buffer, length: number, position: number): Promise<number> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/**
 * How long an upload waits for its hash in all: this many ms, and this share of its time. Hashing is slower than a connection
 * to this computer and faster than any network; where it is behind, the upload goes first, and the hash is computed from the
 * file afterwards.
 */
const maxHashWait = { ms: 30, share: 0.02 };
/** The thread may start with the first chunks. */
const uncountedChunks = 12;

/** Reads the announced bytes of a file, and adds them to a hash; returns whether the hash kept up with all of them. */
async function* readWhole(
  handle: FileHandle,
  identity: FileIdentity,
  hash: GrowingHash,
): AsyncGenerator<Buffer, boolean> {
  // Alternating buffers, because allocating 1 MiB per read costs more than the read. A full buffer exceeds what the
  // socket queues, so the previous one is free again when the next is requested; only the last can be short.
  const buffers = Array.from({ length: bufferCount }, () => ({
    bytes: Buffer.from(new SharedArrayBuffer(readBytes)),
    hashed: Promise.resolve(),
  }));
  const startMs = performance.now();
  let waitedMs = 0;
  let isHashed = true;
  // Never more than the announced size: a file that grows while it is read must not corrupt the multipart framing.
  for (let position = 0, next = 0; position < identity.sizeBytes; position += readBytes, next += 1) {
    const buffer = buffers[next % bufferCount];
    if (buffer === undefined) return false;
    const waitStartMs = performance.now();
    await buffer.hashed;
    if (next >= uncountedChunks) waitedMs += performance.now() - waitStartMs;
    if (waitedMs > maxHashWait.ms + maxHashWait.share * (performance.now() - startMs)) isHashed = false;
    const length = Math.min(readBytes, identity.sizeBytes - position);
    const filled = await fill(handle, buffer.bytes, length, position);
    if (filled < length) throw new FileProblem("changed", `${identity.fileName} became shorter while it was sent`);
    const chunk = buffer.bytes.subarray(0, length);
    if (isHashed) buffer.hashed = hash.update(chunk);
    yield chunk;
  }
  return isHashed;
}

/** A file as the source of an attempt. `verifyUnchanged` must be called before the last bytes of the body are sent. */
export interface FileSource extends UploadSource {
  /**
   * Rejects with FileProblem unless the file at the path is still the one that was added, and its content the one that was
   * read. Resolves with its identity as it is now: another object than the last one when the drive renumbered the file.
   */
  verifyUnchanged(): Promise<FileIdentity>;
  /** The SHA-256 of the bytes that were read, as hex digits; null before all were, or when it could not keep up. */
  sentHash(): Promise<string | null>;
}

/** Creates a source that opens the file for each read. */
export function createFileSource(added: AddedFile, hashes: HashThread): FileSource {
  const { file, fingerprint } = added;
  // What an attempt has verified once is not fingerprinted again before each read.
  let known = file;
  let isVerified = false;
  let sent: Promise<string | null> = Promise.resolve(null);

  const changed = () => new FileProblem("changed", `${file.fileName} was changed while it was sent`);

  /** The stamp does not show whether the file was written to while it was read: its content decides. */
  const verifyContent = async (stamp: FileStamp) => {
    const [sentHash, hashNow] = await Promise.all([sent, hashes.hashFile(file.path)]);
    if (sentHash === null && isSameStamp(stamp, known)) return;
    if (sentHash === null || sentHash !== hashNow) throw changed();
    known = { ...known, ...stamp };
  };

  const openKnown = async () => {
    const opened = await openVerified({ file: known, fingerprint }, isVerified ? isSameTime : isPlausiblySame);
    isVerified = true;
    known = opened.file;
    return opened.handle;
  };

  /** After all bytes were read; null when the stamp proves that nothing has changed. */
  const stampInDoubt = async (): Promise<FileStamp | null> => {
    const handle = await openRegular(file.path);
    try {
      const stamp = await stampOf(handle);
      if (isSameStamp(stamp, known) && !isCoarse(stamp)) return null;
      if (!isSameTime(stamp, known)) throw changed();
      return stamp;
    } finally {
      await handle.close();
    }
  };

  let isRead = false;
  return {
    fileName: trimFileName(file.fileName),
    mediaType: file.mediaType,
    sizeBytes: file.sizeBytes,
    async *read() {
      const handle = await openKnown();
      const hash = hashes.begin();
      try {
        isRead = false;
        const isHashed = yield* readWhole(handle, known, hash);
        sent = isHashed ? hash.digest() : Promise.resolve(null);
        isRead = true;
      } catch (error) {
        throw toFileProblem(error);
      } finally {
        hash.end();
        await handle.close();
      }
    },
    async verifyUnchanged() {
      if (!isRead) {
        await (await openKnown()).close();
        return known;
      }
      const stamp = await stampInDoubt().catch((error: unknown) => Promise.reject(toFileProblem(error)));
      if (stamp !== null) await verifyContent(stamp);
      const sentHash = added.contentHash === null ? null : await sent;
      if (sentHash !== null && sentHash !== added.contentHash) throw changed();
      return known;
    },
    sentHash: () => sent,
  };
}
