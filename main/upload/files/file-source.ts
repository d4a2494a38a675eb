import type { FileHandle } from "node:fs/promises";
import { trimFileName } from "../../../shared/file-name.ts";
import type { UploadSource } from "../../biggo/upload-video.ts";
import { openRegular } from "../../foundation/regular-file.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";
import { FileProblem, toFileProblem } from "./file-problem.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { HashThread } from "./hash-thread.ts";
import { createHashedBuffers, type HashedBuffers, readBytes } from "./read-and-hash.ts";
import { type FileStamp, isCoarse, isPlausiblySame, isSameStamp, isSameTime } from "./same-stamp.ts";

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

/** Reads the announced bytes of a file to buffers that are hashed while they are sent. */
async function* readWhole(handle: FileHandle, identity: FileIdentity, buffers: HashedBuffers): AsyncGenerator<Buffer> {
  // Never more than the announced size: a file that grows while it is read must not corrupt the multipart framing.
  for (let position = 0; position < identity.sizeBytes; position += readBytes) {
    const buffer = await buffers.next();
    const length = Math.min(readBytes, identity.sizeBytes - position);
    const filled = await fill(handle, buffer, length, position);
    if (filled < length) throw new FileProblem("changed", `${identity.fileName} became shorter while it was sent`);
    const chunk = buffer.subarray(0, length);
    buffers.add(chunk);
    yield chunk;
  }
}

/** A file as the source of an attempt. `verifyUnchanged` must be called before the last bytes of the body are sent. */
export interface FileSource extends UploadSource {
  /**
   * Rejects with FileProblem unless the file at the path is still the one that was added, and its content the one that was
   * read. Resolves with its identity as it is now: another object than the last one when the drive renumbered the file.
   */
  verifyUnchanged(): Promise<FileIdentity>;
  /** The SHA-256 of the bytes that were read, as hex digits; null before all were, or when it was given up for a fast connection. */
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
        // A file that is added for its content is not sent without comparing it.
        const buffers = createHashedBuffers(hash, added.contentHash !== null);
        yield* readWhole(handle, known, buffers);
        sent = buffers.digest();
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
