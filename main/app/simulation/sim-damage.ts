import type { DatabaseSync } from "node:sqlite";
import type { SimRandom } from "./sim-random.ts";

/** A stored row that was damaged. */
export interface DamagedRow {
  table: string;
  key: string;
}

/** Tables with a column of JSON, and the key of their rows. */
const tables = [
  { table: "video", column: "video", key: "video_id" },
  { table: "video_edit", column: "patch", key: "video_id" },
  { table: "deletion", column: "video_ids", key: "id" },
] as const;

/** Damages a row at random; null when the table that was drawn is empty. */
export function damageRow(database: DatabaseSync, random: SimRandom): DamagedRow | null {
  const { table, column, key } = random.pick(tables);
  const keys = database
    .prepare(`SELECT ${key} AS key FROM ${table}`)
    .all()
    .map((row) => String(row.key));
  if (keys.length === 0) return null;
  const damaged = random.pick(keys);
  database.prepare(`UPDATE ${table} SET ${column} = '{' WHERE ${key} = ?`).run(damaged);
  return { table, key: damaged };
}
