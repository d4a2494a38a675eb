import { type Content, isSameContent } from "../../upload/model/content.ts";
import type { UploadRow } from "../../upload/model/upload-row.ts";

/** What survives a crash. */
export interface SimDisk {
  rows: Map<string, UploadRow>;
  /** Video → the content that became it. */
  ledger: Map<string, Content>;
  paused: boolean;
  rateLimitedUntilMs: number | null;
  commits: number;
}

/** The video that this very content became; null when that is not known. */
export function findInLedger({ ledger }: Pick<SimDisk, "ledger">, content: Content): string | null {
  const found = [...ledger].find(([, sent]) => isSameContent(content, sent) === true);
  return found?.[0] ?? null;
}
