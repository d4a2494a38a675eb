import { createSimClock, type SimClock } from "../../foundation/sim-clock.ts";
import type { UploadRow } from "../../upload/model/upload-row.ts";
import { createSimBigGo, type SimBigGo } from "./sim-biggo.ts";
import { createSimComputer, type SimComputer } from "./sim-computer.ts";
import { damageRow } from "./sim-damage.ts";
import { createSimDeletions } from "./sim-deletions.ts";
import { createSimDevice } from "./sim-device.ts";
import { createSimDisk } from "./sim-disk.ts";
import { createSimEdits } from "./sim-edits.ts";
import type { SimFile } from "./sim-files.ts";
import { createSimInvariants } from "./sim-invariants.ts";
import { createSimLibraryUser } from "./sim-library-user.ts";
import { type SimProcess, startSimProcess } from "./sim-process.ts";
import { createSimRandom, type SimRandom } from "./sim-random.ts";
import { createSimRecord, type SimRecord } from "./sim-record.ts";
import { createSimUser } from "./sim-user.ts";

const maxCrashes = 4;
/** How long the app stays closed after a crash, so that everything in flight has reached the server, ms. */
const restartDelayMs = 1500;
/** How long it stays closed when the user comes back another day, ms. */
const longAbsenceMs = 8 * 3_600_000;

/** Decides at which commits the process crashes. */
function createCrashes(random: SimRandom, record: SimRecord, onCrash: () => void) {
  let count = 0;
  let enabled = true;
  return {
    count: () => count,
    disable() {
      enabled = false;
    },
    next() {
      if (!enabled || count >= maxCrashes || !random.chance(0.03)) return null;
      count += 1;
      const when = random.pick(["before", "after"] as const);
      record.note(`CRASH ${when} the commit`);
      onCrash();
      return when;
    },
  };
}

interface SimAppDeps {
  clock: SimClock;
  random: SimRandom;
  start: () => SimProcess;
  /** The app is closed for hours. */
  whileClosed: () => void;
  beforeRestart: () => void;
  afterRestart: () => void;
}

/** The app across its crashes. */
function createApp({ clock, random, start, ...on }: SimAppDeps) {
  let process = start();
  return {
    process: () => process,
    async restart() {
      const delayMs = random.chance(0.2) ? longAbsenceMs : restartDelayMs;
      if (delayMs === longAbsenceMs) clock.after(longAbsenceMs / 2, on.whileClosed);
      const restartAtMs = clock.trueMs() + delayMs;
      clock.after(delayMs, () => {});
      while (clock.trueMs() < restartAtMs) await clock.step();
      on.beforeRestart();
      process = start();
      on.afterRestart();
    },
  };
}

/** Damages a stored row at some restarts: it must be reported, and cost only itself. */
function createDamage({
  random,
  disk,
  record,
  invariants,
  edits,
  deletions,
}: Pick<Parts, "random" | "disk" | "record" | "invariants" | "edits" | "deletions">) {
  let damaged: ReturnType<typeof damageRow> = null;
  return {
    strike() {
      damaged = random.chance(0.1) ? damageRow(disk.database, random) : null;
      if (damaged === null) return;
      record.note(`DAMAGED ${damaged.table} ${damaged.key}`);
      if (damaged.table === "video_edit") edits.onDoubt(damaged.key);
      if (damaged.table === "video") invariants.onDamaged(damaged.key);
      if (damaged.table === "deletion") deletions.onDoubt(damaged.key);
    },
    onUnreadable(table: string, key: string) {
      record.note(`unreadable ${table} ${key}`);
      if (damaged?.table === table && damaged.key === key) damaged = null;
    },
    check(isAlive: boolean) {
      if (damaged !== null && isAlive) record.violation(`the damaged row of ${damaged.table} is not reported`);
    },
  };
}

/** What the world of one seed consists of before the app starts in it. */
function createParts(seed: number) {
  const random = createSimRandom(seed);
  const clock = createSimClock();
  const files = new Map<string, SimFile>();
  const disk = createSimDisk();
  const prepared = new Map<string, UploadRow>();
  const allowedTitles = new Map<string, string[]>();
  const record = createSimRecord(clock);
  const computer: SimComputer = createSimComputer(clock);
  const invariants = createSimInvariants({ clock, disk, record, videos: () => biggo.videos });
  const edits = createSimEdits({ clock, record });
  const deletions = createSimDeletions({ clock, record });
  const crashes = createCrashes(random, record, deletions.onCrash);
  const biggo: SimBigGo = createSimBigGo({
    clock,
    random,
    files,
    ...invariants,
    onChange(video, changes) {
      record.note(`change ${video.videoId} ${JSON.stringify(changes)}`);
      invariants.onTouched(video);
      edits.onChange(video, changes);
    },
    onRemove(video) {
      record.note(`remove ${video.videoId}`);
      invariants.onTouched(video);
      deletions.onRemove(video);
    },
  });
  const knows = random.chance(0.7);
  const device = createSimDevice({ random, biggo, edits, record });
  return {
    seed,
    random,
    clock,
    files,
    disk,
    prepared,
    allowedTitles,
    record,
    computer,
    crashes,
    invariants,
    edits,
    deletions,
    biggo,
    knows,
    device,
  };
}

type Parts = ReturnType<typeof createParts>;

/** Creates the world of one seed, and starts the app in it. */
export function createSimulation(seed: number) {
  const parts = createParts(seed);
  const { random, clock, files, biggo, record, computer, crashes, invariants, edits, deletions, allowedTitles } = parts;
  const damage = createDamage(parts);
  const { onCommit, onHolds } = invariants;
  const start = () =>
    startSimProcess({
      ...parts,
      crashAt: crashes.next,
      onCommit,
      onHolds,
      onUnreadable: damage.onUnreadable,
      onDeleteFailed: (videoIds) =>
        record.violation(`${videoIds.join(", ")} not deleted although BigGo did not refuse it`),
    });
  const app = createApp({
    clock,
    random,
    start,
    whileClosed: () => biggo.uploadElsewhere("alike"),
    beforeRestart() {
      invariants.onRestart();
      damage.strike();
    },
    afterRestart() {
      damage.check(app.process().isAlive());
      clock.after(random.integer(0, 2000), libraryUser.openWindow);
    },
  });
  const { process } = app;
  const user = createSimUser({
    process,
    knows: parts.knows,
    random,
    files,
    biggo,
    onEdit(id, title, acknowledged) {
      const before = allowedTitles.get(id) ?? [];
      allowedTitles.set(id, acknowledged ? [title] : [...before, title]);
      record.note(`edit ${id} ${title} ${acknowledged ? "acknowledged" : "not acknowledged"}`);
    },
    onRetry: invariants.onRetry,
  });
  const libraryUser = createSimLibraryUser({
    process,
    random,
    edits,
    deletions,
    videos: () => biggo.videos,
    onDelete(videoIds) {
      // The user does not drop the file of a video again that they delete.
      for (const { videoId, fileName } of biggo.videos) if (videoIds.includes(videoId)) parts.prepared.delete(fileName);
    },
  });
  /** The user closes the lid. */
  const sleep = () => {
    const ms = random.pick([20_000, 600_000, longAbsenceMs]);
    record.note(`SLEEP ${ms}`);
    computer.sleep(ms, () => {
      invariants.onSleep();
      process().wake();
    });
  };
  return { ...parts, app, user, libraryUser, sleep };
}

/** The app in its world. */
export type Simulation = ReturnType<typeof createSimulation>;
