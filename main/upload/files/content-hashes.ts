import { maxFilesAtOnce } from "../../../shared/model/upload.ts";
import type { FileIdentity } from "../model/upload-row.ts";
import type { Reading } from "./hash-thread.ts";
import type { IdentifiedFile } from "./inspect-file.ts";

/** The hashes of whole files, computed where a fingerprint alone cannot decide. */
export interface ContentHashes {
  /**
   * The SHA-256 of an identified file as hex digits; null when it cannot be read, is not the file that was identified, or
   * `reading` was aborted. Never rejects. Reads the whole file, once for each state of it, however many ask for it.
   */
  of(identified: IdentifiedFile, reading?: Reading): Promise<string | null>;
}

interface ContentHashesDeps {
  hashFile: (path: string, reading: Reading) => Promise<string | null>;
  /** Resolves with the file's identity as it is now; rejects unless it is present, readable and unchanged. */
  check: (identified: IdentifiedFile) => Promise<FileIdentity>;
}

interface Computation {
  result: Promise<string | null>;
  /** Those who wait for it; when all of them have left, it ends. */
  readings: Set<Reading>;
  ending: AbortController;
}

/** Creates it. */
export function createContentHashes({ hashFile, check }: ContentHashesDeps): ContentHashes {
  const kept = new Map<string, Computation>();
  const keyOf = ({ path, sizeBytes, device, inode, mtimeNs, ctimeNs }: FileIdentity) =>
    [path, sizeBytes, device, inode, mtimeNs, ctimeNs].join("\n");

  /** The file is checked before and after: what was hashed must be the file that was identified. */
  const compute = async (identified: IdentifiedFile, reading: Reading): Promise<string | null> => {
    const before = await check(identified);
    const hash = await hashFile(before.path, reading);
    const after = await check({ ...identified, file: before });
    return after === before ? hash : null;
  };

  const begin = (key: string, identified: IdentifiedFile): Computation => {
    const readings = new Set<Reading>();
    const ending = new AbortController();
    const onBytes = (bytes: number) => {
      for (const reading of readings) reading.onBytes?.(bytes);
    };
    const result = compute(identified, { signal: ending.signal, onBytes }).catch(() => null);
    const computation = { result, readings, ending };
    kept.set(key, computation);
    // What could not be read may be readable later.
    void result.then((hash) => hash === null && kept.get(key) === computation && kept.delete(key));
    for (const oldest of kept.keys()) if (kept.size > maxFilesAtOnce) kept.delete(oldest);
    return computation;
  };

  return {
    async of(identified, reading = {}) {
      const { signal } = reading;
      if (signal?.aborted) return null;
      const key = keyOf(identified.file);
      const computation = kept.get(key) ?? begin(key, identified);
      const { result, readings, ending } = computation;
      readings.add(reading);
      const left = new Promise<null>((resolve) => {
        const leave = () => {
          resolve(null);
          if (!readings.delete(reading) || readings.size > 0) return;
          if (kept.get(key) === computation) kept.delete(key);
          ending.abort();
        };
        signal?.addEventListener("abort", leave, { once: true });
      });
      return Promise.race([result, left]).finally(() => readings.delete(reading));
    },
  };
}
