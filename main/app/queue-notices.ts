import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type QueueNotice, queueNoticeSchema } from "../../shared/model/upload.ts";
import { openFacts } from "../database/facts.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import { readJson } from "../database/stored-json.ts";
import type { UnreadableRow } from "../database/stored-rows.ts";

/** A notice about the stored queue, kept until the user has dismissed it. */
export interface QueueNotices {
  get(): QueueNotice | null;
  /** Keeps a notice until it is dismissed, across restarts. */
  add(notice: QueueNotice): void;
  /** Reports a stored row that was left out. Each row is reported until the notice is dismissed, and never again. */
  addUnreadable(row: UnreadableRow): void;
  dismiss(): void;
}

const noticeFact = "notice";
/** The left-out rows of dismissed notices. */
const knownFact = "unreadableRows";
const maxKnown = 5000;

/** Tables with changes that the user has made and BigGo may not have yet. */
const changeTables = new Set(["video_edit", "deletion", "bulk_job", "bulk_item"]);

/** Opens the notices of a database. */
export function createQueueNotices(database: DatabaseSync): QueueNotices {
  const facts = openFacts(database);
  const known = new Set(readJson(z.array(z.string()), facts.get(knownFact) ?? undefined));
  /** The table of each left-out row, by a key of table and row. */
  const unreadable = new Map<string, string>();
  const stored = () => readJson(queueNoticeSchema, facts.get(noticeFact) ?? undefined);
  return {
    get() {
      const kept = stored();
      if (kept !== null || unreadable.size === 0) return kept;
      const tables = [...unreadable.values()];
      const uploads = tables.filter((table) => table === "upload").length;
      const changes = tables.filter((table) => changeTables.has(table)).length;
      return { kind: "unreadable", uploads, changes, others: tables.length - uploads - changes };
    },
    add: (notice) => facts.set(noticeFact, JSON.stringify(notice)),
    addUnreadable({ table, key }) {
      const row = `${table} ${key}`;
      if (!known.has(row)) unreadable.set(row, table);
    },
    dismiss() {
      if (stored() !== null) return facts.remove(noticeFact);
      for (const row of unreadable.keys()) known.add(row);
      unreadable.clear();
      // If this cannot be stored, the rows are reported again after a restart.
      ignoringStorageFailure(() => facts.set(knownFact, JSON.stringify([...known].slice(-maxKnown))));
    },
  };
}
