import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openDatabase } from "../main/database/open-database.ts";
import { systemClock } from "../main/foundation/clock.ts";
import { createNodeMediaReader } from "../main/media/media-reader.test-harness.ts";
import { inspectFile } from "../main/upload/files/inspect-file.ts";
import { createInspections } from "../main/upload/files/inspections.ts";
import { createChecks } from "../main/upload/intake/checks.ts";
import { createIntake } from "../main/upload/intake/intake.ts";
import { createKnownContents } from "../main/upload/intake/known-contents.ts";
import { newDetails } from "../shared/model/video.ts";
import { openIdleRunner } from "./idle-runner.ts";
import { report } from "./report.ts";

const fileBytes = 64 * 1024 ** 2;
/** The most that a fingerprint reads from a file, bytes. */
const maxFingerprintBytes = 4 * 1024 ** 2;

/** Creates sparse files that start with a real video, each with unique bytes. */
async function makeFiles(folder: string, count: number): Promise<string[]> {
  const sample = join(import.meta.dirname, "../assets/sample.mp4");
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const path = join(folder, `clip ${index}.mp4`);
      await copyFile(sample, path);
      const handle = await open(path, "r+");
      await handle.truncate(fileBytes);
      await handle.write(Buffer.from(`file ${index}`), 0, undefined, fileBytes - 64);
      await handle.close();
      return path;
    }),
  );
}

/** Reads as many bytes of each file and discards them, as the reference. */
async function readAll(paths: readonly string[]): Promise<void> {
  const buffer = Buffer.alloc(maxFingerprintBytes);
  for (const path of paths) {
    const handle = await open(path, "r");
    await handle.read(buffer, 0, maxFingerprintBytes, 0);
    await handle.close();
  }
}

/** Checks and fingerprints a thousand files, and measures the time and the longest event loop stall. */
export async function benchIntake(isTiny: boolean): Promise<void> {
  const files = isTiny ? 20 : 1000;
  const folder = await mkdtemp(join(tmpdir(), "bench-intake-"));
  const paths = await makeFiles(folder, files);
  // A user's files are already on disk, so the files created above must not be flushed during a commit.
  if (process.platform !== "win32") execFileSync("sync");
  let created = 0;
  const { database } = openDatabase(join(folder, "queue.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  const runner = openIdleRunner(database);
  const media = createNodeMediaReader();
  const intake = createIntake({
    newId: () => `id ${created++}`,
    now: Date.now,
    known: createKnownContents({
      ledger: { find: () => null, hasHint: () => false },
      openUploads: () => [],
      contentHashes: { of: async () => null },
    }),
    openFingerprints: () => new Set(),
    nextPosition: () => 1,
    choicesFor: () => null,
    fileFound: async () => {},
    checks: createChecks({ newId: String, after: systemClock.after, publish: () => {} }),
    inspections: createInspections(join(folder, "inspecting.json"), (path) => inspectFile(path, media.read)),
    add: runner.add,
  });
  const readStartMs = performance.now();
  await readAll(paths);
  const readMs = performance.now() - readStartMs;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startMs = performance.now();
  const { items, reviewId } = await intake.offer(paths);
  const ms = performance.now() - startMs;
  const ids = items.map(({ itemId }) => itemId);
  const { uploadIds } = await intake.accept(reviewId, ids, (fileName) => newDetails(fileName, "private"));
  const added = uploadIds.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  delay.disable();
  runner.stop();
  media.close();
  database.close();
  await rm(folder, { recursive: true });
  if (added !== files) throw new Error(`only ${added} of ${files} files were added`);
  report({
    bench: "intake",
    rows: [
      {
        name: `${files} files checked and added, beside reading 4 MiB of each`,
        unit: "ms",
        values: [ms],
        reference: [readMs],
      },
      { name: "longest stall", unit: "ms", values: [delay.max / 1e6] },
    ],
    isTiny,
  });
}
