import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../main/database/open-database.ts";
import { sampleRow } from "../main/upload/upload-row-sample.ts";
import { createUploadStore } from "../main/upload/upload-store.ts";
import { median, quantile } from "./median.ts";

const rows = 10_000;
const commits = 2000;

/** A 4 KiB write with fsync: what any durable commit costs on this disk at the least. */
async function syncedWrites(folder: string): Promise<number[]> {
  const handle = await open(join(folder, "reference"), "w");
  const times: number[] = [];
  const block = Buffer.alloc(4096, 1);
  for (let index = 0; index < commits; index += 1) {
    const startMs = performance.now();
    await handle.write(block);
    await handle.datasync();
    times.push(performance.now() - startMs);
  }
  await handle.close();
  return times;
}

/** A durable change of state in a queue of 10,000 rows, beside a bare synced write in the same run. */
export async function benchCommit(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-commit-"));
  const { database } = openDatabase(join(folder, "queue.sqlite"), 0);
  const store = createUploadStore(database);
  store.saveAll(Array.from({ length: rows }, (_, index) => sampleRow({ id: `row-${index}`, position: index })));
  const times: number[] = [];
  for (let index = 0; index < commits; index += 1) {
    const row = sampleRow({ id: `row-${(index * 7919) % rows}`, state: { phase: "confirming" } });
    const startMs = performance.now();
    store.save(row);
    times.push(performance.now() - startMs);
  }
  const loadStartMs = performance.now();
  const loaded = store.load().length;
  const loadMs = performance.now() - loadStartMs;
  database.close();
  const reference = median(await syncedWrites(folder));
  await rm(folder, { recursive: true });
  const [middle, p99] = [median(times), quantile(times, 0.99)];
  console.log(
    `commit at ${rows} rows: median ${middle.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ` +
      `ratio to a synced write ${(middle / reference).toFixed(2)}; ${loaded} rows loaded in ${loadMs.toFixed(0)} ms`,
  );
}
