import { type FileHandle, open } from "node:fs/promises";
import { trimFileName } from "../../../shared/file-name.ts";
import type { UploadSource } from "../../biggo/upload-video.ts";
import type { AddedFile, FileIdentity } from "../model/upload-row.ts";
import { FileProblem, toFileProblem } from "./file-problem.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type FileStamp, isPlausiblySame, isSameStamp } from "./same-stamp.ts";

/** With 1 MiB reads an upload is as fast as curl; with 64 KiB reads it takes more than twice as long. */
const readBytes = 1024 * 1024;

/** Reads the stamp of an open file; rejects with FileProblem when it is not a regular file. */
export async function stampOf(handle: FileHandle): Promise<FileStamp> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) throw new FileProblem("unreadable", "Not a regular file");
  return {
    sizeBytes: Number(stats.size),
    device: String(stats.dev),
    inode: String(stats.ino),
    mtimeNs: String(stats.mtimeNs),
  };
}

/**
 * Verifies an open file and returns its identity as it is now: `file` itself when nothing changed, and one with another
 * stamp when only the drive's numbering did. The content is only read in the latter case, at most 4 MiB.
 */
async function verify(handle: FileHandle, { file, fingerprint }: AddedFile): Promise<FileIdentity> {
  const stamp = await stampOf(handle);
  if (isSameStamp(stamp, file)) return file;
  if (!isPlausiblySame(stamp, file) || (await fingerprintOf(handle, stamp.sizeBytes)) !== fingerprint) {
    throw new FileProblem("changed", `${file.fileName} is not the file that was added`);
  }
  return { ...file, ...stamp };
}

interface VerifiedFile {
  handle: FileHandle;
  file: FileIdentity;
}

/** Opens an added file and verifies that it is unchanged; rejects with FileProblem otherwise. */
async function openVerified(added: AddedFile): Promise<VerifiedFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(added.file.path, "r");
    return { handle, file: await verify(handle, added) };
  } catch (error) {
    await handle?.close();
    throw toFileProblem(error);
  }
}

/**
 * Verifies that the file is present, readable and unchanged; rejects with FileProblem otherwise. Resolves with its
 * identity as it is now: another object when the drive renumbered the file.
 */
export async function checkFile(added: AddedFile): Promise<FileIdentity> {
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

async function* readWhole(handle: FileHandle, identity: FileIdentity): AsyncGenerator<Buffer> {
  // Two alternating buffers, because allocating 1 MiB per read costs more than the read. A full buffer exceeds what the
  // socket queues, so the previous buffer is free again when the next one is requested; only the last can be short.
  const buffers = [Buffer.allocUnsafeSlow(readBytes), Buffer.allocUnsafeSlow(readBytes)] as const;
  let next: 0 | 1 = 0;
  // Never more than the announced size: a file that grows while it is read must not corrupt the multipart framing.
  for (let position = 0; position < identity.sizeBytes; position += readBytes) {
    const buffer = buffers[next];
    const length = Math.min(readBytes, identity.sizeBytes - position);
    const filled = await fill(handle, buffer, length, position);
    if (filled < length) throw new FileProblem("changed", `${identity.fileName} became shorter while it was sent`);
    next = next === 0 ? 1 : 0;
    yield buffer.subarray(0, length);
  }
}

/** A file as the source of an attempt. `verifyUnchanged` must be called before the last bytes of the body are sent. */
export interface FileSource extends UploadSource {
  /**
   * Rejects with FileProblem unless the file at the path is still the one that was added. Resolves with its identity as
   * it is now: another object than the last one when the drive renumbered the file.
   */
  verifyUnchanged(): Promise<FileIdentity>;
}

/** Creates a source that opens the file for each read. */
export function createFileSource(added: AddedFile): FileSource {
  const { fileName, mediaType, sizeBytes } = added.file;
  // What an attempt has verified once is not fingerprinted again before each read.
  let known = added.file;
  let isVerified = false;
  const openKnown = async () => {
    const opened = await openVerified({ ...added, file: known });
    if (isVerified && opened.file.mtimeNs !== known.mtimeNs) {
      await opened.handle.close();
      throw new FileProblem("changed", `${fileName} was changed while it was sent`);
    }
    isVerified = true;
    known = opened.file;
    return opened.handle;
  };
  return {
    fileName: trimFileName(fileName),
    mediaType,
    sizeBytes,
    async *read() {
      const handle = await openKnown();
      try {
        yield* readWhole(handle, known);
      } catch (error) {
        throw toFileProblem(error);
      } finally {
        await handle.close();
      }
    },
    async verifyUnchanged() {
      const handle = await openKnown();
      await handle.close();
      return known;
    },
  };
}
