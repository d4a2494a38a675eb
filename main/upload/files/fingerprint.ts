import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { maxCoveredBytes } from "../model/content.ts";

const sampleCount = 8;
const sampleBytes = maxCoveredBytes / sampleCount;

/**
 * Computes the fingerprint of a file's content: its size and a SHA-256 over fixed samples (the first, the last, and
 * evenly spaced ones between). Reads at most 4 MiB; a smaller file is read completely. Equal contents always have equal
 * fingerprints, but different contents of the same size may as well (`isSameContent`).
 */
export async function fingerprintOf(handle: FileHandle, sizeBytes: number): Promise<string> {
  const hash = createHash("sha256");
  const readsWhole = sizeBytes <= maxCoveredBytes;
  const count = readsWhole ? Math.ceil(sizeBytes / sampleBytes) : sampleCount;
  const sample = Buffer.allocUnsafe(Math.min(sampleBytes, sizeBytes));
  for (let index = 0; index < count; index += 1) {
    const spread = Math.floor(((sizeBytes - sampleBytes) * index) / (sampleCount - 1));
    const position = readsWhole ? index * sampleBytes : spread;
    const { bytesRead, buffer } = await handle.read(sample, 0, sample.length, position);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return `${sizeBytes}-${hash.digest("hex")}`;
}
