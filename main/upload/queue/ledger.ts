import type { DatabaseSync } from "node:sqlite";
import { type Content, isSameContent } from "../model/content.ts";

/** Records which video each content uploaded from this computer became. Durable when a call returns. */
export interface Ledger {
  /** The video that this very content became; null when it was not uploaded from here, or that is not proved. */
  find(content: Content): string | null;
  /** Whether a content with this fingerprint was uploaded from here: it may be another one. */
  hasHint(fingerprint: string): boolean;
  /** Whether a video was uploaded from here. */
  owns(videoId: string): boolean;
  record(content: Content, videoId: string, sentAtMs: number): void;
  /** Adds the hash of a recorded content; nothing happens when the video was forgotten meanwhile. */
  complete(videoId: string, contentHash: string): void;
  /** Removes a video that is gone from BigGo, so that the same content may be sent again. */
  forget(videoId: string): void;
}

/** Opens the ledger of a database. */
export function createLedger(database: DatabaseSync): Ledger {
  const select = database.prepare("SELECT video_id, content_hash FROM ledger WHERE fingerprint = ?");
  const owns = database.prepare("SELECT 1 FROM ledger WHERE video_id = ?");
  const record = database.prepare(
    "INSERT OR REPLACE INTO ledger (fingerprint, video_id, content_hash, sent_at_ms) VALUES (?, ?, ?, ?)",
  );
  const complete = database.prepare("UPDATE ledger SET content_hash = ? WHERE video_id = ?");
  const forget = database.prepare("DELETE FROM ledger WHERE video_id = ?");
  return {
    find(content) {
      const { fingerprint } = content;
      const found = select.all(fingerprint).find(({ content_hash: hash }) => {
        const contentHash = typeof hash === "string" ? hash : null;
        return isSameContent(content, { fingerprint, contentHash }) === true;
      });
      return typeof found?.video_id === "string" ? found.video_id : null;
    },
    hasHint: (fingerprint) => select.get(fingerprint) !== undefined,
    owns: (videoId) => owns.get(videoId) !== undefined,
    record: ({ fingerprint, contentHash }, videoId, sentAtMs) => {
      record.run(fingerprint, videoId, contentHash, sentAtMs);
    },
    complete: (videoId, contentHash) => {
      complete.run(contentHash, videoId);
    },
    forget: (videoId) => {
      forget.run(videoId);
    },
  };
}
