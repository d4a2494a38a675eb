import type { DatabaseSync } from "node:sqlite";
import { type QueueNotice, queueNoticeSchema } from "../../shared/model/upload.ts";

/** What the person has to be told about the stored queue; it is kept until they have read it. */
export interface QueueNotices {
  get(): QueueNotice | null;
  /** Keeps a notice until it is dismissed, through any number of starts. */
  add(notice: QueueNotice): void;
  /** A stored row that makes no sense was left out. */
  countUnreadable(): void;
  dismiss(): void;
}

/** Opens the notices of a database. */
export function createQueueNotices(database: DatabaseSync): QueueNotices {
  const read = database.prepare("SELECT value FROM fact WHERE name = 'notice'");
  const write = database.prepare("INSERT OR REPLACE INTO fact VALUES ('notice', ?)");
  const erase = database.prepare("DELETE FROM fact WHERE name = 'notice'");
  let unreadable = 0;
  let dismissed = false;

  const stored = (): QueueNotice | null => {
    const value = read.get()?.value;
    return typeof value === "string" ? (queueNoticeSchema.safeParse(JSON.parse(value)).data ?? null) : null;
  };

  return {
    get() {
      const kept = stored();
      if (kept !== null || unreadable === 0 || dismissed) return kept;
      return { kind: "unreadable", uploads: unreadable };
    },
    add(notice) {
      write.run(JSON.stringify(notice));
    },
    countUnreadable() {
      unreadable += 1;
    },
    dismiss() {
      if (stored() === null) dismissed = true;
      else erase.run();
    },
  };
}
