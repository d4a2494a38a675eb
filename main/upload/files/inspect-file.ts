import { type FileHandle, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { MediaFacts, MediaReading } from "../../../shared/model/media.ts";
import type { RefusalCode } from "../../../shared/model/upload.ts";
import { openRegular } from "../../foundation/regular-file.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import { stampOf } from "./file-source.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { looksLikeText, mediaTypeOf } from "./media-types.ts";
import { readSidecar, type Sidecar } from "./sidecar.ts";

/** Which file this is, and which content it has. */
export interface IdentifiedFile {
  file: FileIdentity;
  fingerprint: string;
}

/** A file that can be sent. */
export interface InspectedFile extends IdentifiedFile {
  lengthSeconds: number | null;
  aspectRatio: number | null;
  media: MediaFacts;
  /** Details from a sidecar file; null when there is none. */
  sidecar: Sidecar | null;
}

interface Refusal {
  ok: false;
  code: RefusalCode;
  fileName: string;
  sizeBytes: number;
}

export type Identification = { ok: true; identified: IdentifiedFile } | Refusal;
export type Inspection = { ok: true; inspected: InspectedFile } | Refusal;

/** Reads the facts of the file at a path. Never rejects. */
export type ReadMedia = (path: string) => Promise<MediaReading>;

function codeOfSystemError(error: unknown, path: string): RefusalCode {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code !== "ENOENT" && code !== "ENOTDIR") return "file-unreadable";
  // Node replaces bytes that are not UTF-8 with U+FFFD: such a path no longer refers to the file.
  return path.includes("\uFFFD") ? "file-name-unusable" : "file-missing";
}

async function startsAsText(handle: FileHandle): Promise<boolean> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
  return looksLikeText(buffer.subarray(0, bytesRead));
}

async function identifyOpen(handle: FileHandle, named: Pick<FileIdentity, "path" | "fileName" | "mediaType">) {
  const stamp = await stampOf(handle);
  const refuse = (code: RefusalCode): Identification => ({
    ok: false,
    code,
    fileName: named.fileName,
    sizeBytes: stamp.sizeBytes,
  });
  if (stamp.sizeBytes === 0) return refuse("file-empty");
  if (await startsAsText(handle)) return refuse("file-not-video");
  const fingerprint = await fingerprintOf(handle, stamp.sizeBytes);
  return { ok: true, identified: { file: { ...named, ...stamp }, fingerprint } } satisfies Identification;
}

/** Finds out whether the file at a path can be sent, and which content it has. Never rejects. */
export async function identifyFile(path: string): Promise<Identification> {
  const fileName = basename(path);
  const refuse = (code: RefusalCode, sizeBytes = 0): Identification => ({ ok: false, code, fileName, sizeBytes });
  let handle: FileHandle | undefined;
  try {
    const stats = await stat(path);
    if (!stats.isFile()) return refuse("file-not-regular");
    const mediaType = mediaTypeOf(fileName);
    if (mediaType === null) return refuse("file-not-video", stats.size);
    handle = await openRegular(path);
    return await identifyOpen(handle, { path, fileName, mediaType });
  } catch (error) {
    return refuse(codeOfSystemError(error, path));
  } finally {
    await handle?.close();
  }
}

/** Inspects a file before it is added: whether it can be sent, and its properties. Never rejects. */
export async function inspectFile(path: string, readMedia: ReadMedia): Promise<Inspection> {
  const identification = await identifyFile(path);
  if (!identification.ok) return identification;
  const reading = await readMedia(path);
  const sidecar = await readSidecar(path);
  return { ok: true, inspected: { ...identification.identified, ...reading, sidecar } };
}
