import { type FileHandle, open } from "node:fs/promises";
import { trimFileName } from "../../../shared/file-name.ts";
import type { UploadSource } from "../../biggo/upload-video.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import { FileProblem, toFileProblem } from "./file-problem.ts";

/** With 1 MiB reads an upload is as fast as curl; with 64 KiB reads it takes more than twice as long. */
const readBytes = 1024 * 1024;

/** The parts of a file's identity that the file system provides. */
export type FileStamp = Pick<FileIdentity, "sizeBytes" | "device" | "inode" | "mtimeNs">;

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

function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeNs === b.mtimeNs && a.inode === b.inode && a.device === b.device;
}

async function verify(handle: FileHandle, identity: FileIdentity): Promise<void> {
  if (!sameStamp(await stampOf(handle), identity)) {
    throw new FileProblem("changed", `${identity.fileName} is not the file that was added`);
  }
}

/** Opens the file of `identity` and verifies that it is unchanged; rejects with FileProblem otherwise. */
async function openVerified(identity: FileIdentity): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(identity.path, "r");
    await verify(handle, identity);
    return handle;
  } catch (error) {
    await handle?.close();
    throw toFileProblem(error);
  }
}

/** Verifies that the file is present, readable and unchanged; rejects with FileProblem otherwise. */
export async function checkFile(identity: FileIdentity): Promise<void> {
  const handle = await openVerified(identity);
  await handle.close();
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
  /** Rejects with FileProblem unless the file at the path is still the one that was added. */
  verifyUnchanged(): Promise<void>;
}

/** Creates a source that opens the file for each read. */
export function createFileSource(identity: FileIdentity): FileSource {
  return {
    fileName: trimFileName(identity.fileName),
    mediaType: identity.mediaType,
    sizeBytes: identity.sizeBytes,
    async *read() {
      const handle = await openVerified(identity);
      try {
        yield* readWhole(handle, identity);
      } catch (error) {
        throw toFileProblem(error);
      } finally {
        await handle.close();
      }
    },
    verifyUnchanged: () => checkFile(identity),
  };
}
