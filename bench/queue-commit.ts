import { statSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../main/database/open-database.ts";
import { sampleRow } from "../main/upload/model/upload-row-sample.ts";
import { createUploadStore } from "../main/upload/queue/upload-store.ts";
import { openIdleRunner } from "./idle-runner.ts";
import { report } from "./report.ts";

/** Times 4 KiB writes with fdatasync: the minimum cost of a durable commit on this disk, ms. */
async function syncedWrites(folder: string, count: number): Promise<number[]> {
  const handle = await open(join(folder, "reference"), "w");
  const times: number[] = [];
  const block = Buffer.alloc(4096, 1);
  for (let index = 0; index < count; index += 1) {
    const startMs = performance.now();
    await handle.write(block);
    await handle.datasync();
    times.push(performance.now() - startMs);
  }
  await handle.close();
  return times;
}

/** The bytes a commit adds to the write-ahead log, which is all that is written before it is durable. */
function loggedBytes(database: DatabaseSync, path: string, commit: (index: number) => void): number {
  database.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA wal_autocheckpoint = 0");
  const logged = 200;
  for (let index = 0; index < logged; index += 1) commit(index);
  const bytes = statSync(`${path}-wal`).size / logged;
  database.exec("PRAGMA wal_autocheckpoint = 1000");
  return bytes;
}

/** Measures a durable state change in a queue of 10,000 rows, relative to a bare synced write in the same run. */
export async function benchCommit(isTiny: boolean): Promise<void> {
  const [rows, commits] = isTiny ? [100, 100] : [10_000, 2000];
  const folder = await mkdtemp(join(tmpdir(), "bench-commit-"));
  const path = join(folder, "queue.sqlite");
  const { database } = openDatabase(path, { nowMs: 0, onSalvaged: () => {} });
  const store = createUploadStore(database);
  store.saveAll(Array.from({ length: rows }, (_, index) => sampleRow({ id: `row-${index}`, position: index })));
  const runner = openIdleRunner(database);
  const times: number[] = [];
  const commit = (index: number) => {
    const patch = { title: `title ${index}` };
    const startMs = performance.now();
    runner.dispatch(`row-${(index * 7919) % rows}`, { type: "detailsEdited", patch });
    times.push(performance.now() - startMs);
  };
  for (let index = 0; index < commits; index += 1) commit(index);
  const bytes = loggedBytes(database, path, commit);
  runner.stop();
  const loadStartMs = performance.now();
  store.load();
  const load = performance.now() - loadStartMs;
  database.close();
  const reference = await syncedWrites(folder, commits);
  await rm(folder, { recursive: true });
  report({
    bench: "commit",
    rows: [
      { name: `a change of one of ${rows} rows, beside a synced write`, unit: "ms", values: times, reference },
      { name: "logged for it", unit: "kB", values: [bytes / 1000] },
      { name: `${rows} rows loaded`, unit: "ms", values: [load] },
    ],
    isTiny,
  });
}
