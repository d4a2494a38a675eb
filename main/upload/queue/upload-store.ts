import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../../shared/errors.ts";
import { mediaFactsSchema } from "../../../shared/model/media.ts";
import { uploadStateSchema } from "../../../shared/model/upload.ts";
import { detailsSchema } from "../../../shared/model/video.ts";
import { openFacts } from "../../database/facts.ts";
import { inTransaction } from "../../database/in-transaction.ts";
import { jsonColumn, timeColumn } from "../../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../../database/stored-rows.ts";
import type { UploadRow } from "../model/upload-row.ts";

/** The stored queue. Every call is synchronous, and durable when it returns. */
export interface UploadStore {
  /** Loads all readable rows in queue order; unreadable ones stay in the database. */
  load(): UploadRow[];
  save(row: UploadRow): void;
  /** Stores several rows, all or none. */
  saveAll(rows: readonly UploadRow[]): void;
  /** Removes several rows, all or none. */
  removeAll(ids: readonly string[]): void;
  /** Whether the user has paused the queue. */
  loadPaused(): boolean;
  savePaused(paused: boolean): void;
  /** End of the current rate limit, epoch ms; null when there is none. */
  loadRateLimit(): number | null;
  saveRateLimit(untilMs: number | null): void;
}

const fileIdentity = z.object({
  path: z.string(),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number(),
  device: z.string(),
  inode: z.string(),
  mtimeNs: z.string(),
  ctimeNs: z.string().exactOptional(),
});
const attemptSchema = z.object({
  startedAtMs: z.number(),
  libraryMark: z.number(),
  newestKnownMs: z.number().nullable(),
  bodies: z.array(z.object({ fromMs: z.number(), toMs: z.number() }).nullable()).default([]),
  boundary: z.string(),
  expiries: z.number().exactOptional(),
});

/** Rows of earlier versions, including those salvaged from a damaged database, lack fields that were added later. */
const storedDetails = z.object({
  ...detailsSchema.shape,
  products: detailsSchema.shape.products.default([]),
  coverTimeMs: detailsSchema.shape.coverTimeMs.default(null),
  stayPrivate: detailsSchema.shape.stayPrivate.default(false),
});

/** The phase `duplicate` had another name before schema 4; rows salvaged from an older file still use it. */
const storedState = z.preprocess((stored) => {
  const isOld = typeof stored === "object" && stored !== null && "phase" in stored && stored.phase === "alreadyThere";
  return isOld ? { ...stored, phase: "duplicate" } : stored;
}, uploadStateSchema);

/** The columns of the database. Two of them keep the names they had before their fields were renamed. */
const storedRow = z.object({
  id: z.string(),
  position: z.number(),
  added_at_ms: timeColumn,
  finished_at_ms: timeColumn.nullable(),
  file: jsonColumn(fileIdentity),
  fingerprint: z.string(),
  /** Without it the fingerprint is only a hint. */
  content_hash: z.string().nullable().catch(null),
  length_seconds: z.number().nullable(),
  aspect_ratio: z.number().nullable(),
  /** Read from the file again when it is malformed. */
  media: jsonColumn(mediaFactsSchema).nullable().catch(null),
  state: jsonColumn(storedState),
  attempts: z.number(),
  failures: z.number(),
  attempt: jsonColumn(attemptSchema).nullable(),
  uncertain_before: z.number(),
  /** `confirmedDuplicate` */
  proven_there: z.number(),
  /** `reconcileAttempts` */
  looks: z.number(),
  details: jsonColumn(storedDetails),
  details_revision: z.number(),
  saved_revision: z.number(),
  save_error: jsonColumn(appErrorSchema).nullable(),
});

function fromStored(row: z.output<typeof storedRow>): UploadRow {
  return {
    id: row.id,
    position: row.position,
    addedAtMs: row.added_at_ms,
    finishedAtMs: row.finished_at_ms,
    file: row.file,
    fingerprint: row.fingerprint,
    contentHash: row.content_hash,
    lengthSeconds: row.length_seconds,
    aspectRatio: row.aspect_ratio,
    media: row.media,
    state: row.state,
    attempts: row.attempts,
    failures: row.failures,
    attempt: row.attempt,
    uncertainBefore: row.uncertain_before === 1,
    confirmedDuplicate: row.proven_there === 1,
    reconcileAttempts: row.looks,
    details: row.details,
    detailsRevision: row.details_revision,
    savedRevision: row.saved_revision,
    saveError: row.save_error,
  };
}

const pausedFact = "queuePaused";
const rateLimitFact = "queueRateLimitedUntilMs";

const jsonOrNull = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** Opens the queue of a database; `onUnreadable` is called for each stored row that is malformed. */
export function createUploadStore(database: DatabaseSync, onUnreadable?: OnUnreadable): UploadStore {
  const columns = Object.keys(storedRow.shape);
  const upsert = database.prepare(
    `INSERT INTO upload (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
     ON CONFLICT (id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(", ")}`,
  );
  const select = prepareRows(database, "SELECT * FROM upload ORDER BY position, added_at_ms, id", {
    table: "upload",
    key: ["id"],
    columns: storedRow,
    onUnreadable,
  });
  const remove = database.prepare("DELETE FROM upload WHERE id = ?");
  const facts = openFacts(database);

  const save = (row: UploadRow) => {
    upsert.run(
      row.id,
      row.position,
      row.addedAtMs,
      row.finishedAtMs,
      JSON.stringify(row.file),
      row.fingerprint,
      row.contentHash,
      row.lengthSeconds,
      row.aspectRatio,
      jsonOrNull(row.media),
      JSON.stringify(row.state),
      row.attempts,
      row.failures,
      jsonOrNull(row.attempt),
      row.uncertainBefore ? 1 : 0,
      row.confirmedDuplicate ? 1 : 0,
      row.reconcileAttempts,
      JSON.stringify(row.details),
      row.detailsRevision,
      row.savedRevision,
      jsonOrNull(row.saveError),
    );
  };

  return {
    load: () => select().map(fromStored),
    save,
    saveAll: (rows) => inTransaction(database, () => rows.forEach(save)),
    removeAll: (ids) =>
      inTransaction(database, () => {
        for (const id of ids) remove.run(id);
      }),
    loadPaused: () => facts.get(pausedFact) === "true",
    savePaused: (paused) => facts.set(pausedFact, String(paused)),
    loadRateLimit() {
      const untilMs = facts.getNumber(rateLimitFact) ?? 0;
      return untilMs > 0 ? untilMs : null;
    },
    saveRateLimit: (untilMs) => facts.set(rateLimitFact, String(untilMs ?? 0)),
  };
}
