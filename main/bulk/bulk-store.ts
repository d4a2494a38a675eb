import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../shared/errors.ts";
import { type BulkAction, bulkActionSchema, bulkItemSchema, bulkStates } from "../../shared/model/bulk.ts";
import { detailsPatchSchema, knownDetailsSchema } from "../../shared/model/video.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { jsonColumn, timeColumn } from "../database/stored-json.ts";
import { type OnUnreadable, prepareRows } from "../database/stored-rows.ts";

/** The values before a change. They come from BigGo and may exceed the limits of our own forms. */
const beforeSchema = knownDetailsSchema.extend({ title: z.string().optional() });

const storedItemSchema = bulkItemSchema.extend({
  /** The values to send; null until the item starts, unless the job was given them. */
  patch: detailsPatchSchema.nullable(),
  /** The changed fields' previous values; null until the item starts. */
  before: beforeSchema.nullable(),
});
export type StoredItem = z.infer<typeof storedItemSchema>;

/** A job as it is stored. */
export interface StoredJob {
  readonly id: string;
  readonly madeAtMs: number;
  startsAtMs: number;
  paused: boolean;
  readonly action: BulkAction;
  readonly items: StoredItem[];
}

/** Jobs on disk; durable when a call returns. */
export interface BulkStore {
  load(): StoredJob[];
  add(job: StoredJob): void;
  /** Stores items of a job by their index (the column `place`) in one transaction. */
  saveItems(jobId: string, items: ReadonlyMap<number, StoredItem>): void;
  savePaused(jobId: string, paused: boolean): void;
  removeAll(ids: readonly string[]): void;
}

const orNull = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** More videos are not accepted for one job. */
const maxItems = 100_000;

const jobColumns = z.object({
  id: z.string(),
  made_at_ms: timeColumn,
  starts_at_ms: timeColumn,
  paused: z.number(),
  action: jsonColumn(bulkActionSchema),
});
const itemColumns = z.object({
  place: z.int().min(0).max(maxItems),
  video_id: bulkItemSchema.shape.videoId,
  state: z.enum(bulkStates),
  patch: jsonColumn(detailsPatchSchema).nullable(),
  before: jsonColumn(beforeSchema).nullable(),
  error: jsonColumn(appErrorSchema).nullable(),
});

/** Takes the place of an item that was lost: nothing is done for it, and nothing is stored over it. */
export const lostItem: StoredItem = { videoId: "", state: "cancelled", patch: null, before: null, error: null };

/** The items by their place, which an index has to match; a lost one would shift all that follow. */
function itemsOf(rows: readonly z.output<typeof itemColumns>[]): StoredItem[] {
  const items: StoredItem[] = [];
  for (const { place, video_id: videoId, ...item } of rows) {
    while (items.length < place) items.push(lostItem);
    items.push({ videoId, ...item });
  }
  return items;
}

/** Opens the jobs in a database. */
export function createBulkStore(database: DatabaseSync, onUnreadable?: OnUnreadable): BulkStore {
  const jobTable = { table: "bulk_job", key: ["id"], columns: jobColumns, onUnreadable };
  const selectJobs = prepareRows(database, "SELECT * FROM bulk_job ORDER BY made_at_ms", jobTable);
  const itemTable = { table: "bulk_item", key: ["job_id", "place"], columns: itemColumns, onUnreadable };
  const selectItems = prepareRows(database, "SELECT * FROM bulk_item WHERE job_id = ? ORDER BY place", itemTable);
  const selectOrphans = database.prepare(
    "SELECT job_id, CAST(place AS TEXT) AS place FROM bulk_item WHERE job_id NOT IN (SELECT id FROM bulk_job)",
  );
  const insertJob = database.prepare("INSERT INTO bulk_job VALUES (?, ?, ?, ?, ?)");
  const updatePaused = database.prepare("UPDATE bulk_job SET paused = ? WHERE id = ?");
  const upsertItem = database.prepare("INSERT OR REPLACE INTO bulk_item VALUES (?, ?, ?, ?, ?, ?, ?)");
  const removeJob = database.prepare("DELETE FROM bulk_job WHERE id = ?");
  const removeItems = database.prepare("DELETE FROM bulk_item WHERE job_id = ?");
  const saveItem = (jobId: string, index: number, { videoId, state, patch, before, error }: StoredItem) =>
    upsertItem.run(jobId, index, videoId, state, orNull(patch), orNull(before), orNull(error));

  return {
    load() {
      for (const { job_id, place } of selectOrphans.all()) {
        onUnreadable?.({ table: itemTable.table, key: `${job_id} ${place}` });
      }
      return selectJobs().map(({ id, made_at_ms: madeAtMs, starts_at_ms: startsAtMs, paused, action }) => {
        return { id, madeAtMs, startsAtMs, paused: paused === 1, action, items: itemsOf(selectItems(id)) };
      });
    },
    add: ({ id, madeAtMs, startsAtMs, paused, action, items }) =>
      inTransaction(database, () => {
        insertJob.run(id, madeAtMs, startsAtMs, paused ? 1 : 0, JSON.stringify(action));
        for (const [index, item] of items.entries()) saveItem(id, index, item);
      }),
    saveItems: (jobId, items) =>
      inTransaction(database, () => {
        for (const [index, item] of items) saveItem(jobId, index, item);
      }),
    savePaused: (jobId, paused) => void updatePaused.run(paused ? 1 : 0, jobId),
    removeAll: (ids) =>
      inTransaction(database, () => {
        for (const id of ids) {
          removeItems.run(id);
          removeJob.run(id);
        }
      }),
  };
}
