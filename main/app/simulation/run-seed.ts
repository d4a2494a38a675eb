import { newDetails } from "../../../shared/model/video.ts";
import { createSimClock, type SimClock } from "../../foundation/sim-clock.ts";
import { isFinished, type UploadRow, videoIdOf } from "../../upload/model/upload-row.ts";
import { sampleRow } from "../../upload/model/upload-row-sample.ts";
import { checkFinalState, isAsked } from "./check-final-state.ts";
import { createSimBigGo, simLengths } from "./sim-biggo.ts";
import type { SimDisk } from "./sim-disk.ts";
import { identityOf, type SimFile } from "./sim-files.ts";
import { simAspectRatio } from "./sim-intake.ts";
import { createSimInvariants } from "./sim-invariants.ts";
import { type SimProcess, startSimProcess } from "./sim-process.ts";
import { createSimRandom, type SimRandom } from "./sim-random.ts";
import { createSimRecord, type SimRecord } from "./sim-record.ts";
import { createSimUser } from "./sim-user.ts";

/** The outcome of one seed: the violated guarantees, and a trace of everything that happened. */
export interface SeedOutcome {
  violations: string[];
  trace: string[];
  /** Number of attempts that started to send. */
  attempts: number;
  crashes: number;
}

/** How long the queue may take to settle once faults have stopped, ms of simulated time. */
const maxSettleMs = 7 * 86_400_000;
const maxSettleSteps = 20_000;
const maxCrashes = 4;
/** How long the app stays closed after a crash, so that everything in flight has reached the server, ms. */
const restartDelayMs = 1500;
/** How long it stays closed when the user comes back another day, ms. */
const longAbsenceMs = 8 * 3_600_000;

/** More than a fingerprint covers, and less than what the user is asked about. */
const simFileBytes = 9_000_000;

function newRow(file: SimFile, position: number): UploadRow {
  return sampleRow({
    id: `row-${position}`,
    position,
    file: identityOf(file),
    fingerprint: file.fingerprint,
    lengthSeconds: file.lengthSeconds,
    aspectRatio: simAspectRatio,
    state: { phase: "checking" },
    // Every other row stays private until its video is complete, which never happens in a simulation.
    details: { ...newDetails(file.name, "public"), stayPrivate: position % 2 === 0 },
  });
}

function createFiles(random: SimRandom): SimFile[] {
  return Array.from({ length: random.integer(1, 6) }, (_, index) => ({
    name: `file-${index + 1}.mp4`,
    content: `content-${index + 1}`,
    fingerprint: `${simFileBytes}-${random.pick([`content-${index + 1}`, "shared"])}`,
    sizeBytes: simFileBytes,
    lengthSeconds: random.pick(simLengths),
    version: 1,
    writes: 1,
    device: 1,
    missing: false,
  }));
}

/** Decides at which commits the process crashes. */
function createCrashes(random: SimRandom, record: SimRecord) {
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
      return when;
    },
  };
}

/** The app across its crashes. */
function createApp(
  { clock, random, uploadElsewhere }: { clock: SimClock; random: SimRandom; uploadElsewhere: () => void },
  start: () => SimProcess,
  onRestart: () => void,
) {
  let process = start();
  return {
    process: () => process,
    async restart() {
      const delayMs = random.chance(0.2) ? longAbsenceMs : restartDelayMs;
      if (delayMs === longAbsenceMs) clock.after(longAbsenceMs / 2, uploadElsewhere);
      const restartAtMs = clock.trueMs() + delayMs;
      clock.after(delayMs, () => {});
      while (clock.trueMs() < restartAtMs) await clock.step();
      onRestart();
      process = start();
    },
  };
}

function createSimulation(seed: number) {
  const random = createSimRandom(seed);
  const clock = createSimClock();
  const files = new Map<string, SimFile>();
  const disk: SimDisk = { rows: new Map(), ledger: new Map(), paused: false, rateLimitedUntilMs: null, commits: 0 };
  const prepared = new Map<string, UploadRow>();
  const allowedTitles = new Map<string, string[]>();
  const record = createSimRecord(clock);
  const crashes = createCrashes(random, record);
  const invariants = createSimInvariants({ clock, disk, record, videos: () => biggo.videos });
  const { onCommit, onHolds } = invariants;
  const biggo = createSimBigGo({ clock, random, files, ...invariants });
  const start = () =>
    startSimProcess({ record, prepared, disk, clock, random, files, biggo, crashAt: crashes.next, onCommit, onHolds });
  const elsewhere = () => biggo.uploadElsewhere("alike");
  const app = createApp({ clock, random, uploadElsewhere: elsewhere }, start, invariants.onRestart);
  const knows = random.chance(0.7);
  const user = createSimUser({
    process: app.process,
    knows,
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
  return { prepared, knows, random, clock, files, disk, allowedTitles, record, crashes, invariants, biggo, app, user };
}

type Simulation = ReturnType<typeof createSimulation>;

/** How often files that are not in the queue are offered again, ms. */
const offerAgainMs = 1000;

/** Offers the files that are not in the queue, because the process crashed or the file was missing. */
function createOffers({ app, disk, prepared, clock }: Simulation) {
  let nextMs = 0;
  const missing = () => [...prepared].flatMap(([name, { id }]) => (disk.rows.has(id) ? [] : [name]));
  return {
    missing,
    offerMissing() {
      const names = missing();
      if (names.length === 0 || clock.trueMs() < nextMs || app.process().intake.isBusy()) return;
      nextMs = clock.trueMs() + offerAgainMs;
      // Something must happen then, even if nothing else is waited for.
      clock.after(offerAgainMs, () => {});
      clock.after(0, () => app.process().intake.addTwice(names));
    },
  };
}

/** Prepares a few files to be added. */
function prepareFiles({ random, files, allowedTitles, prepared }: Simulation): UploadRow[] {
  return createFiles(random).map((file, index) => {
    files.set(file.name, file);
    const row = newRow(file, index + 1);
    allowedTitles.set(row.id, [file.name]);
    prepared.set(file.name, row);
    return row;
  });
}

/** An unfinished file is offered again: a second drop, a watched folder. */
function offerAgain({ app, random }: Simulation): void {
  const unfinished = app
    .process()
    .runner.rows()
    .filter((row) => !isFinished(row));
  if (unfinished.length > 0) app.process().intake.addTwice([random.pick(unfinished).file.fileName]);
}

async function runWithFaults(simulation: Simulation): Promise<void> {
  const { random, clock, biggo, app, user } = simulation;
  const offers = createOffers(simulation);
  biggo.setFaultShare(random.pick([0, 0.1, 0.3, 0.6]));
  biggo.setListingLag(random.pick([0, 0, 5000, 40_000]));
  const untilMs = random.integer(5000, 600_000);
  while (clock.trueMs() < untilMs) {
    if (!app.process().isAlive()) await app.restart();
    offers.offerMissing();
    if (random.chance(0.02)) clock.after(0, () => offerAgain(simulation));
    // As a timer, so that what follows from it happens before time passes.
    if (random.chance(0.1)) clock.after(0, user.actAtRandom);
    if (random.chance(0.02)) biggo.uploadElsewhere(random.pick(["other shape", "described"]));
    if (random.chance(0.01)) clock.setWallOffset(random.pick([0, 86_400_000, -86_400_000]));
    if (!(await clock.step())) break;
  }
}

/** Whether nothing more happens to the row: BigGo never completes a video in a simulation. */
function isSettled(row: UploadRow, knows: boolean): boolean {
  if (isFinished(row) || (!knows && isAsked(row))) return true;
  const isSaved = videoIdOf(row) === null || row.savedRevision >= row.detailsRevision || row.saveError !== null;
  return row.state.phase === "processing" && isSaved;
}

async function runUntilSettled(simulation: Simulation): Promise<void> {
  const { clock, record, crashes, biggo, app, user, knows } = simulation;
  const offers = createOffers(simulation);
  crashes.disable();
  biggo.setFaultShare(0);
  record.note("faults stop");
  if (!app.process().isAlive()) await app.restart();
  const deadlineMs = clock.trueMs() + maxSettleMs;
  for (let steps = 0; clock.trueMs() < deadlineMs && steps < maxSettleSteps; steps += 1) {
    if (!app.process().isAlive()) await app.restart();
    if (steps % 20 === 0) clock.after(0, user.settle);
    offers.offerMissing();
    const isSettledNow = app
      .process()
      .runner.rows()
      .every((row) => isSettled(row, knows));
    if (isSettledNow && offers.missing().length === 0) break;
    if (!(await clock.step())) clock.after(0, user.settle);
  }
}

/**
 * Runs one seeded simulation: a few files, crashes in the middle of commits, a failing network and BigGo, clock
 * changes, another device on the account, and a user who edits, pauses, cancels and moves files. Then all faults stop, and the queue must settle with
 * nothing lost and nothing sent twice. The same seed always gives the same outcome.
 */
export async function runSeed(seed: number): Promise<SeedOutcome> {
  const simulation = createSimulation(seed);
  const { record, crashes, invariants, biggo, app, allowedTitles, knows } = simulation;
  const added = prepareFiles(simulation);
  await runWithFaults(simulation);
  await runUntilSettled(simulation);
  checkFinalState({ knows, added, rowOf: app.process().runner.get, videos: biggo.videos, allowedTitles, record });
  return {
    violations: record.violations,
    trace: record.trace,
    attempts: invariants.attempts(),
    crashes: crashes.count(),
  };
}
