import type { DatabaseSync } from "node:sqlite";
import { type OpenedDatabase, openDatabase } from "../database/open-database.ts";
import { markSalvagedUncertain } from "../upload/machine/salvaged-rows.ts";
import { createUploadStore } from "../upload/queue/upload-store.ts";
import { createQueueNotices } from "./queue-notices.ts";

/** Marks salvaged uploads as uncertain, and leaves a notice with what was recovered. */
function settleSalvaged(salvaged: DatabaseSync, fileName: string, videos: number): void {
  const store = createUploadStore(salvaged);
  const kept = store.load().map(markSalvagedUncertain);
  // A row that cannot be parsed stays in the damaged file, which is kept beside the new one.
  salvaged.exec("DELETE FROM upload");
  store.saveAll(kept);
  createQueueNotices(salvaged).add({ kind: "salvaged", uploads: kept.length, videos, fileName });
}

/** Opens an account's database; one that is damaged is salvaged first. Throws as `openDatabase` does. */
export function openAccountDatabase(path: string, nowMs: number): OpenedDatabase {
  return openDatabase(path, {
    nowMs,
    onSalvaged: (salvaged, { fileName, rows }) => settleSalvaged(salvaged, fileName, rows.video ?? 0),
  });
}
