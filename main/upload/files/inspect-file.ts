import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { RefusalCode } from "../../../shared/model/upload.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import { stampOf } from "./file-source.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { looksLikeText, mediaTypeOf } from "./media-types.ts";
import { readSidecar, type Sidecar } from "./sidecar.ts";
import { readVideoInfo } from "./video-info.ts";

/** A file that can be sent. */
export interface InspectedFile {
  file: FileIdentity;
  fingerprint: string;
  lengthSeconds: number | null;
  aspectRatio: number | null;
  /** Details from a sidecar file; null when there is none. */
  sidecar: Sidecar | null;
}

export type Inspection =
  | { ok: true; inspected: InspectedFile }
  | { ok: false; code: RefusalCode; fileName: string; sizeBytes: number };

function codeOfSystemError(error: unknown): RefusalCode {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "ENOENT" || code === "ENOTDIR" ? "file-missing" : "file-unreadable";
}

async function startsAsText(handle: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  return looksLikeText(buffer.subarray(0, bytesRead));
}

async function inspectOpen(handle: FileHandle, path: string, fileName: string, mediaType: string): Promise<Inspection> {
  const stamp = await stampOf(handle);
  if (stamp.sizeBytes === 0) return { ok: false, code: "file-empty", fileName, sizeBytes: 0 };
  if (await startsAsText(handle)) return { ok: false, code: "file-not-video", fileName, sizeBytes: stamp.sizeBytes };
  const fingerprint = await fingerprintOf(handle, stamp.sizeBytes);
  const info = await readVideoInfo(path);
  const sidecar = await readSidecar(path);
  return { ok: true, inspected: { file: { path, fileName, mediaType, ...stamp }, fingerprint, ...info, sidecar } };
}

/** Inspects a file before it is added: whether it can be sent, and its properties. Never rejects. */
export async function inspectFile(path: string): Promise<Inspection> {
  const fileName = basename(path);
  const refuse = (code: RefusalCode, sizeBytes = 0): Inspection => ({ ok: false, code, fileName, sizeBytes });
  // Node replaces bytes that are not UTF-8 with U+FFFD: such a path no longer refers to the file.
  if (path.includes("\uFFFD")) return refuse("file-name-unusable");
  let handle: FileHandle | undefined;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return refuse("file-not-regular");
    const mediaType = mediaTypeOf(fileName);
    if (mediaType === null) return refuse("file-not-video", stats.size);
    handle = await open(path, "r");
    return await inspectOpen(handle, path, fileName, mediaType);
  } catch (error) {
    return refuse(codeOfSystemError(error));
  } finally {
    await handle?.close();
  }
}
