import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { z } from "zod";
import { appErrorSchema } from "../../shared/errors.ts";
import { type BulkAction, bulkActionSchema, bulkItemSchema, bulkStates } from "../../shared/model/bulk.ts";
import { detailsPatchSchema, knownDetailsSchema } from "../../shared/model/video.ts";
import { inTransaction } from "../database/in-transaction.ts";
import { readJson } from "../database/stored-json.ts";

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
  readonly startsAtMs: number;
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

const stateSchema = z.enum(bulkStates);

const orNull = (value: unknown) => (value === null ? null : JSON.stringify(value));

function itemOf(row: Record<string, SQLOutputValue>): StoredItem {
  return {
    videoId: String(row.video_id),
    // An item whose state is invalid counts as failed.
    state: stateSchema.safeParse(row.state).data ?? "failed",
    patch: readJson(detailsPatchSchema, row.patch),
    before: readJson(beforeSchema, row.before),
    error: readJson(appErrorSchema, row.error),
  };
}

/** Opens the jobs in a database. */
export function createBulkStore(database: DatabaseSync): BulkStore {
  const insertJob = database.prepare("INSERT INTO bulk_job VALUES (?, ?, ?, ?, ?)");
  const updatePaused = database.prepare("UPDATE bulk_job SET paused = ? WHERE id = ?");
  const upsertItem = database.prepare("INSERT OR REPLACE INTO bulk_item VALUES (?, ?, ?, ?, ?, ?, ?)");
  const removeJob = database.prepare("DELETE FROM bulk_job WHERE id = ?");
  const removeItems = database.prepare("DELETE FROM bulk_item WHERE job_id = ?");
  const saveItem = (jobId: string, index: number, { videoId, state, patch, before, error }: StoredItem) =>
    upsertItem.run(jobId, index, videoId, state, orNull(patch), orNull(before), orNull(error));

  return {
    load() {
      const itemsOf = database.prepare("SELECT * FROM bulk_item WHERE job_id = ? ORDER BY place");
      const rows = database.prepare("SELECT * FROM bulk_job ORDER BY made_at_ms").all();
      return rows.flatMap((row) => {
        const action = readJson(bulkActionSchema, row.action);
        if (action === null) return [];
        const id = String(row.id);
        const [madeAtMs, startsAtMs] = [Number(row.made_at_ms), Number(row.starts_at_ms)];
        return [{ id, madeAtMs, startsAtMs, paused: row.paused === 1, action, items: itemsOf.all(id).map(itemOf) }];
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
