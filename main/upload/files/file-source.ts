import { type FileHandle, open } from "node:fs/promises";
import type { UploadSource } from "../../biggo/upload-video.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import { FileProblem, toFileProblem } from "./file-problem.ts";

/** 1 MiB reads reach curl's speed; 64 KiB ones take more than twice as long. */
const readBytes = 1024 * 1024;

/** The parts of a file's identity that the file system tells. */
export type FileStamp = Pick<FileIdentity, "sizeBytes" | "device" | "inode" | "mtimeNs">;

/** Reads the stamp of an open file; throws FileProblem when it is not a regular file. */
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

/** Opens the file behind `identity` and checks that it is still the same one; throws FileProblem. */
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

/** Says whether the file is still there, readable and the same; throws FileProblem otherwise. */
export async function checkFile(identity: FileIdentity): Promise<void> {
  const handle = await openVerified(identity);
  await handle.close();
}

/** Reads until `length` bytes are there: some file systems hand out less than they are asked for. */
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
  // Two buffers in turn: 1 MiB of fresh memory for every read costs more than the read itself. A full buffer is more
  // than the socket queues, so it has taken the one before last when the next is asked for; only the last can be short.
  const buffers = [Buffer.allocUnsafeSlow(readBytes), Buffer.allocUnsafeSlow(readBytes)] as const;
  let turn: 0 | 1 = 0;
  // Never more than was announced: a file that grows while it is read must not spill into the framing.
  for (let position = 0; position < identity.sizeBytes; position += readBytes) {
    const buffer = buffers[turn];
    const length = Math.min(readBytes, identity.sizeBytes - position);
    const filled = await fill(handle, buffer, length, position);
    if (filled < length) throw new FileProblem("changed", `${identity.fileName} became shorter while it was sent`);
    turn = turn === 0 ? 1 : 0;
    yield buffer.subarray(0, length);
  }
}

/** A file as a source for one attempt. `verifyUnchanged` is to be called before the last bytes of the body go. */
export interface FileSource extends UploadSource {
  /** Throws FileProblem `changed` when the open file, or the one now under its path, is not the one that was added. */
  verifyUnchanged(): Promise<void>;
}

/** Makes a source that opens the file anew each time it is read. */
export function createFileSource(identity: FileIdentity): FileSource {
  return {
    fileName: identity.fileName,
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
