import { randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { DetailsNotSavedError } from "./details-not-saved-error.ts";
import { mediaTypeByExtension } from "./media-type.ts";
import type { UploadRequest, UploadSource } from "./upload-video.ts";
import type { VideoChanges } from "./video-changes.ts";
import type { VideoResource } from "./video-resource.ts";

/** Options of {@link UploadFile}. */
export interface UploadFileOptions {
  /** Aborts the upload, or the saving of the details. */
  signal?: AbortSignal | undefined;
  /** The file's media type; by default that of its extension. */
  mediaType?: string | undefined;
  /** Called with the bytes of the file that the socket has accepted so far, and the file's size in bytes. */
  onProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/**
 * Uploads a file, then saves the given details, and resolves with the video's id. The file is streamed in chunks of
 * 1 MiB. Nothing is retried.
 *
 * Rejects with DetailsNotSavedError when the upload succeeded and the details failed, with BigGoError when the upload
 * failed (code `duplicateVideo` for content that BigGo has already), and with the system's error or an Error when the
 * file cannot be read, is empty or not a regular file, or changes during the upload.
 */
export type UploadFile = (path: string, details?: VideoChanges, options?: UploadFileOptions) => Promise<string>;

interface UploadFileDeps {
  upload: (request: UploadRequest) => Promise<string>;
  update: VideoResource["update"];
}

/** 1 MiB reads reach curl's speed; 64 KiB ones take more than twice as long. */
const readBytes = 1024 * 1024;

async function* readExactly(handle: FileHandle, sizeBytes: number): AsyncGenerator<Buffer> {
  // Never more than was announced: a file that grows must not spill into the framing.
  for (let position = 0; position < sizeBytes; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(readBytes, sizeBytes - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) throw new Error("The file became shorter during the upload");
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function openSource(handle: FileHandle, path: string, mediaType: string | undefined) {
  const before = await handle.stat();
  if (!before.isFile()) throw new Error(`Not a regular file: ${path}`);
  if (before.size === 0) throw new Error(`The file is empty: ${path}`);
  const fileName = basename(path);
  const source: UploadSource = {
    fileName,
    mediaType: mediaType ?? mediaTypeByExtension(fileName),
    sizeBytes: before.size,
    read: () => readExactly(handle, before.size),
  };
  const verifyUnchanged = async () => {
    const now = await handle.stat();
    const unchanged = now.size === before.size && now.mtimeMs === before.mtimeMs;
    if (!unchanged) throw new Error(`The file changed during the upload: ${path}`);
  };
  return { source, verifyUnchanged };
}

const isGiven = (details: VideoChanges) => Object.values(details).some((value) => value !== undefined);

/** Creates the function that uploads a file with its details. */
export function createUploadFile({ upload, update }: UploadFileDeps): UploadFile {
  const send = async (path: string, details: VideoChanges, options: UploadFileOptions): Promise<string> => {
    const handle = await open(path, "r");
    try {
      const { source, verifyUnchanged } = await openSource(handle, path, options.mediaType);
      return await upload({
        source,
        boundary: `biggo-${randomUUID()}`,
        thumbnailTimeMs: details.thumbnailTimeMs,
        signal: options.signal ?? new AbortController().signal,
        onProgress: (sentBytes) => options.onProgress?.(sentBytes, source.sizeBytes),
        beforeLastBytes: verifyUnchanged,
      });
    } finally {
      await handle.close();
    }
  };

  return async (path, details = {}, options = {}) => {
    const videoId = await send(path, details, options);
    if (!isGiven(details)) return videoId;
    try {
      await update(videoId, details, options.signal);
    } catch (cause) {
      throw new DetailsNotSavedError(videoId, cause);
    }
    return videoId;
  };
}
