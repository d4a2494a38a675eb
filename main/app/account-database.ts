import type { DatabaseSync } from "node:sqlite";
import { type DatabaseCondition, openDatabase } from "../database/open-database.ts";
import { openReadOnlyCopy } from "../database/read-only-copy.ts";
import { isUnwritable } from "../database/writable.ts";
import { markAllOutdated } from "../library/search-index.ts";
import { markSalvagedUncertain } from "../upload/machine/salvaged-rows.ts";
import { createUploadStore } from "../upload/queue/upload-store.ts";
import { createQueueNotices } from "./queue-notices.ts";

/** Marks salvaged uploads as uncertain, and leaves a notice with what was recovered. */
function settleSalvaged(salvaged: DatabaseSync, fileName: string, videos: number): void {
  const store = createUploadStore(salvaged);
  const kept = store.load().map(markSalvagedUncertain);
  store.saveAll(kept);
  markAllOutdated(salvaged);
  createQueueNotices(salvaged).add({ kind: "salvaged", uploads: kept.length, videos, fileName });
}

/** How an account's database was found; `unwritable`: the disk takes nothing, and the database is a copy in memory. */
type AccountDatabaseCondition = DatabaseCondition | { kind: "unwritable" };

interface OpenedAccountDatabase {
  database: DatabaseSync;
  condition: AccountDatabaseCondition;
}

/**
 * Opens an account's database; one that is damaged is salvaged first. On a disk that cannot be written, or without
 * `mayWrite`, what can be read is shown from a copy. Throws AppError `database-locked` as `openDatabase` does.
 */
export function openAccountDatabase(path: string, nowMs: number, mayWrite = true): OpenedAccountDatabase {
  const copy = () => ({ database: openReadOnlyCopy(path), condition: { kind: "unwritable" as const } });
  if (!mayWrite) return copy();
  try {
    return openDatabase(path, {
      nowMs,
      onSalvaged: (salvaged, { fileName, rows }) => settleSalvaged(salvaged, fileName, rows.video ?? 0),
    });
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    return copy();
  }
}
