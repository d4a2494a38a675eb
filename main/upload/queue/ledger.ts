import type { DatabaseSync } from "node:sqlite";

/** Records which video each content uploaded from this computer became. Durable when a call returns. */
export interface Ledger {
  /** The video that this content became; null when it was not uploaded from here. */
  find(fingerprint: string): string | null;
  /** Whether a video was uploaded from here. */
  owns(videoId: string): boolean;
  record(fingerprint: string, videoId: string, sentAtMs: number): void;
  /** Removes a video that is gone from BigGo, so that the same content may be sent again. */
  forget(videoId: string): void;
}

/** Opens the ledger of a database. */
export function createLedger(database: DatabaseSync): Ledger {
  const find = database.prepare("SELECT video_id FROM ledger WHERE fingerprint = ?");
  const owns = database.prepare("SELECT 1 FROM ledger WHERE video_id = ?");
  const record = database.prepare("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)");
  const forget = database.prepare("DELETE FROM ledger WHERE video_id = ?");
  return {
    find: (fingerprint) => {
      const found = find.get(fingerprint)?.video_id;
      return typeof found === "string" ? found : null;
    },
    owns: (videoId) => owns.get(videoId) !== undefined,
    record: (fingerprint, videoId, sentAtMs) => {
      record.run(fingerprint, videoId, sentAtMs);
    },
    forget: (videoId) => {
      forget.run(videoId);
    },
  };
}
