import { randomBytes, timingSafeEqual } from "node:crypto";

/**
 * The proof that a message was made by the preload of the document that is open: a random secret that main hands to it
 * once for each document, and that neither the page nor a command line ever holds.
 */
export interface PreloadProof {
  /** A document starts to load: its preload may ask once. */
  documentStarts(): void;
  /** The proof for the preload of this document; null when it was handed out already. An earlier one is void. */
  issue(): string | null;
  /** Whether a message's proof is the one that was issued last; compared in constant time. */
  matches(given: unknown): boolean;
}

/** Creates it; nothing matches before the first proof is issued. */
export function createPreloadProof(): PreloadProof {
  let isDue = false;
  let issued: Buffer | null = null;
  return {
    documentStarts() {
      isDue = true;
    },
    issue() {
      if (!isDue) return null;
      isDue = false;
      const proof = randomBytes(32).toString("base64url");
      issued = Buffer.from(proof);
      return proof;
    },
    matches(given) {
      if (issued === null || typeof given !== "string" || given.length !== issued.length) return false;
      const bytes = Buffer.from(given);
      return bytes.length === issued.length && timingSafeEqual(bytes, issued);
    },
  };
}
