import type { DatabaseSync } from "node:sqlite";
import { type QueueNotice, queueNoticeSchema } from "../../shared/model/upload.ts";
import { openFacts } from "../database/facts.ts";
import { readJson } from "../database/stored-json.ts";

/** A notice about the stored queue, kept until the user has dismissed it. */
export interface QueueNotices {
  get(): QueueNotice | null;
  /** Keeps a notice until it is dismissed, across restarts. */
  add(notice: QueueNotice): void;
  /** Counts a stored row that could not be parsed. */
  countUnreadable(): void;
  dismiss(): void;
}

const noticeFact = "notice";

/** Opens the notices of a database. */
export function createQueueNotices(database: DatabaseSync): QueueNotices {
  const facts = openFacts(database);
  let unreadable = 0;
  let dismissed = false;
  const stored = () => readJson(queueNoticeSchema, facts.get(noticeFact) ?? undefined);
  return {
    get() {
      const kept = stored();
      if (kept !== null || unreadable === 0 || dismissed) return kept;
      return { kind: "unreadable", uploads: unreadable };
    },
    add: (notice) => facts.set(noticeFact, JSON.stringify(notice)),
    countUnreadable() {
      unreadable += 1;
    },
    dismiss() {
      if (stored() === null) dismissed = true;
      else facts.remove(noticeFact);
    },
  };
}
