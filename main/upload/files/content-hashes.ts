import type { FileIdentity } from "../model/upload-row.ts";
import type { IdentifiedFile } from "./inspect-file.ts";

/** The hashes of whole files, computed where a fingerprint alone cannot decide. */
export interface ContentHashes {
  /**
   * The SHA-256 of an identified file as hex digits; null when it cannot be read, or is not the file that was identified.
   * Never rejects. Reads the whole file, once for each state of it.
   */
  of(identified: IdentifiedFile): Promise<string | null>;
}

interface ContentHashesDeps {
  hashFile: (path: string) => Promise<string | null>;
  /** Resolves with the file's identity as it is now; rejects unless it is present, readable and unchanged. */
  check: (identified: IdentifiedFile) => Promise<FileIdentity>;
}

/** Enough for every file of a large drop. */
const maxKept = 1000;

/** Creates it. */
export function createContentHashes({ hashFile, check }: ContentHashesDeps): ContentHashes {
  const kept = new Map<string, Promise<string | null>>();
  const keyOf = ({ path, sizeBytes, device, inode, mtimeNs, ctimeNs }: FileIdentity) =>
    [path, sizeBytes, device, inode, mtimeNs, ctimeNs].join("\n");

  /** The file is checked before and after: what was hashed must be the file that was identified. */
  const compute = async (identified: IdentifiedFile): Promise<string | null> => {
    const before = await check(identified);
    const hash = await hashFile(before.path);
    const after = await check({ ...identified, file: before });
    return after === before ? hash : null;
  };

  return {
    of(identified) {
      const key = keyOf(identified.file);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const computed = compute(identified).catch(() => null);
      kept.set(key, computed);
      // What could not be read may be readable later.
      void computed.then((hash) => hash === null && kept.delete(key));
      for (const oldest of kept.keys()) if (kept.size > maxKept) kept.delete(oldest);
      return computed;
    },
  };
}
