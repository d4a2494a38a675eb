import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

const sampleBytes = 512 * 1024;
const samples = 8;

/**
 * Fingerprint of a file's content: its size and a SHA-256 over fixed samples (first, last, and evenly between; at most
 * 4 MiB read, a smaller file whole). Equal contents always agree; different ones of equal size may, which is why a
 * match warns and never refuses.
 */
export async function fingerprintOf(handle: FileHandle, sizeBytes: number): Promise<string> {
  const hash = createHash("sha256");
  const whole = sizeBytes <= sampleBytes * samples;
  const count = whole ? Math.ceil(sizeBytes / sampleBytes) : samples;
  for (let index = 0; index < count; index += 1) {
    const spread = Math.floor(((sizeBytes - sampleBytes) * index) / (samples - 1));
    const position = whole ? index * sampleBytes : spread;
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(sampleBytes), 0, sampleBytes, position);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return `${sizeBytes}-${hash.digest("hex")}`;
}
