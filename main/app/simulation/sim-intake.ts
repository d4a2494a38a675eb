import { unreadableMedia } from "../../../shared/model/media.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import type { ContentHashes } from "../../upload/files/content-hashes.ts";
import type { Inspection } from "../../upload/files/inspect-file.ts";
import type { Inspections } from "../../upload/files/inspections.ts";
import { createChecks } from "../../upload/intake/checks.ts";
import { createIntake } from "../../upload/intake/intake.ts";
import { createKnownContents } from "../../upload/intake/known-contents.ts";
import { isFinished, type UploadRow } from "../../upload/model/upload-row.ts";
import type { Runner } from "../../upload/queue/runner.ts";
import { openSimLedger, type SimDisk } from "./sim-disk.ts";
import { identityOf, type SimFile } from "./sim-files.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimRecord } from "./sim-record.ts";

interface SimIntakeDeps {
  clock: SimClock;
  random: SimRandom;
  files: ReadonlyMap<string, SimFile>;
  disk: SimDisk;
  runner: Pick<Runner, "add" | "rows">;
  record: SimRecord;
  /** The rows of the files as they are added, by name, with the ids and details of this simulation. */
  prepared: ReadonlyMap<string, UploadRow>;
  isAlive: () => boolean;
}

/** Files on their way into the queue of one process. */
export interface SimIntake {
  /** Offers files twice at once, as a drop and a watched folder do, and accepts both. */
  addTwice(names: readonly string[]): void;
  /** Collects what other starts have handed over: each is accepted, and only then removed. */
  collect(): void;
  /** Whether an offer is not settled. */
  isBusy(): boolean;
  /** Reads the simulated files. */
  files: { inspections: Inspections; contentHashes: ContentHashes };
}

/** The shape of every file (width / height). */
export const simAspectRatio = 0.5625;

/** Creates the real intake over simulated files. A file is added once, however often it is offered. */
export function createSimIntake(deps: SimIntakeDeps): SimIntake {
  const { clock, random, files, disk, runner, record } = deps;
  const openRows = () => runner.rows().filter((row) => !isFinished(row));
  const collecting = new Set<readonly string[]>();
  let ids = 0;
  let busy = 0;

  const inspect = async (path: string): Promise<Inspection> => {
    await clock.sleep(random.integer(0, 50));
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    const file = files.get(fileName);
    if (file === undefined || file.missing) return { ok: false, code: "file-missing", fileName, sizeBytes: 0 };
    const { fingerprint, lengthSeconds } = file;
    const facts = { lengthSeconds, aspectRatio: simAspectRatio, media: unreadableMedia.media, sidecar: null };
    return { ok: true, inspected: { file: identityOf(file), fingerprint, ...facts } };
  };

  /** The hash of the file, if it is still the one that was identified. */
  const hashOf = async ({ file }: Pick<UploadRow, "file">): Promise<string | null> => {
    await clock.sleep(random.integer(0, 50));
    const now = files.get(file.fileName);
    return now === undefined || now.missing || String(now.version) !== file.mtimeNs ? null : now.content;
  };

  const inspections = { inspect, isSuspect: () => false, explains: () => false, stop: () => {} };
  const contentHashes = { of: hashOf };

  const add = (row: UploadRow) => {
    const { fileName, mtimeNs } = row.file;
    const prepared = deps.prepared.get(fileName);
    if (prepared === undefined || !deps.isAlive()) return;
    const known = disk.rows.get(prepared.id);
    const isSame = known?.contentHash == null || known.contentHash === files.get(fileName)?.content;
    if (known === undefined) {
      const { file, fingerprint, contentHash, lengthSeconds, state } = row;
      runner.add([{ ...prepared, file, fingerprint, contentHash, lengthSeconds, state }]);
    } else if (!isFinished(known) && known.file.mtimeNs === mtimeNs && isSame)
      record.violation(`${fileName} is added twice`);
  };

  const intake = createIntake({
    newId: () => `id-${++ids}`,
    now: clock.now,
    known: createKnownContents({
      ledger: openSimLedger(disk),
      openUploads: openRows,
      contentHashes,
    }),
    openFingerprints: () => new Set(openRows().map(({ fingerprint }) => fingerprint)),
    nextPosition: () => 1,
    add: (rows) => rows.forEach(add),
    choicesFor: () => null,
    inspections,
    fileFound: async () => {},
    checks: createChecks({ newId: () => `check-${++ids}`, after: clock.after, publish: () => {} }),
    expand: async (paths) => ({ files: [...paths], refused: [], leftOut: 0 }),
  });

  const offerAndAccept = async (names: readonly string[]) => {
    const paths = names.map((name) => `/videos/${name}`);
    busy += 1;
    try {
      const { reviewId, items } = await intake.offer(paths);
      const accepted = items.flatMap(({ itemId, verdict }) => (verdict.kind === "accepted" ? [itemId] : []));
      await clock.sleep(random.integer(0, 20));
      const details = (name: string) => deps.prepared.get(name)?.details as UploadRow["details"];
      if (deps.isAlive()) await intake.accept(reviewId, accepted, details);
    } catch {
      // The process crashed in the middle: the user offers the files again.
    } finally {
      busy -= 1;
    }
  };

  return {
    addTwice(names) {
      void offerAndAccept(names);
      void offerAndAccept(names);
    },
    collect() {
      for (const handover of disk.handovers) {
        if (collecting.has(handover)) continue;
        collecting.add(handover);
        void offerAndAccept(handover).then(async () => {
          await clock.sleep(random.integer(0, 20));
          // A crash in between leaves it, and its files are offered again.
          if (deps.isAlive()) disk.handovers.delete(handover);
        });
      }
    },
    isBusy: () => busy > 0,
    files: { inspections, contentHashes },
  };
}
