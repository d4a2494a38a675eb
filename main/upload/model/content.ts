/** Identifies a content: by a hint that costs little, and by the proof where it is known. */
export interface Content {
  /** Size and a hash of samples: equal contents have equal ones, different contents may as well. */
  readonly fingerprint: string;
  /** SHA-256 of the whole content as hex digits; null while it was never computed. */
  readonly contentHash: string | null;
}

/** A fingerprint covers the whole content of a file up to this size, bytes, and samples of a larger one. */
export const maxCoveredBytes = 4 * 1024 * 1024;

/** Whether a fingerprint, which begins with the size, covers the whole content and is a proof by itself. */
export function isProof(fingerprint: string): boolean {
  return Number.parseInt(fingerprint, 10) <= maxCoveredBytes;
}

/**
 * Whether two contents are the same; null where that is not known: a fingerprint of samples alone proves nothing, because
 * two exports of one project can differ for half a second between them.
 */
export function isSameContent(a: Content, b: Content): boolean | null {
  if (a.fingerprint !== b.fingerprint) return false;
  if (isProof(a.fingerprint)) return true;
  return a.contentHash === null || b.contentHash === null ? null : a.contentHash === b.contentHash;
}
