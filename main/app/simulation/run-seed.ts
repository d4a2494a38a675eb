import { newDetails } from "../../../shared/model/video.ts";
import { hasUnsavedDetails, isFinished, type UploadRow } from "../../upload/model/upload-row.ts";
import { sampleRow } from "../../upload/model/upload-row-sample.ts";
import { checkFinalState, isAsked } from "./check-final-state.ts";
import { simLengths } from "./sim-biggo.ts";
import { identityOf, type SimFile } from "./sim-files.ts";
import { simAspectRatio } from "./sim-intake.ts";
import type { SimRandom } from "./sim-random.ts";
import { createSimulation, type Simulation } from "./sim-world.ts";

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
    // Every other row stays private until its video is complete.
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

/** How often files that are not in the queue are offered again, ms. */
const offerAgainMs = 1000;

/** Offers the files that are not in the queue, because the process crashed or the file was missing. */
function createOffers({ app, disk, prepared, clock, random }: Simulation) {
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
      clock.after(0, () => {
        // By a drop and a watched folder at once, or by another start.
        if (random.chance(0.5)) return app.process().intake.addTwice(names);
        disk.handovers.add(names);
        app.process().intake.collect();
      });
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

/** Something happens that the app has no part in, or the user does something. */
function happen(simulation: Simulation): void {
  const { random, clock, user, libraryUser, device, sleep } = simulation;
  if (random.chance(0.02)) clock.after(0, () => offerAgain(simulation));
  // As a timer, so that what follows from it happens before time passes.
  if (random.chance(0.1)) clock.after(0, user.actAtRandom);
  if (random.chance(0.1)) clock.after(0, libraryUser.actAtRandom);
  if (random.chance(0.04)) device.actAtRandom();
  if (random.chance(0.01)) clock.setWallOffset(random.pick([0, 86_400_000, -86_400_000]));
  if (random.chance(0.003)) sleep();
}

async function runWithFaults(simulation: Simulation): Promise<void> {
  const { random, clock, computer, biggo, app } = simulation;
  const offers = createOffers(simulation);
  biggo.setFaultShare(random.pick([0, 0.1, 0.3, 0.6]));
  biggo.setListingLag(random.pick([0, 0, 5000, 40_000]));
  const untilMs = random.integer(5000, 600_000);
  while (clock.trueMs() < untilMs) {
    if (!app.process().isAlive()) await app.restart();
    if (!computer.isAsleep()) {
      offers.offerMissing();
      happen(simulation);
    }
    if (!(await clock.step())) break;
  }
}

/** Whether nothing more happens by itself. */
function isSettled({ app, libraryUser, knows }: Simulation): boolean {
  const isDone = (row: UploadRow) =>
    (isFinished(row) && !(hasUnsavedDetails(row) && row.saveError === null)) || (!knows && isAsked(row));
  return app.process().runner.rows().every(isDone) && libraryUser.isSettled();
}

/** The library reads the whole listing; resolves with when it began, simulated ms. */
async function readLibrary({ app, clock }: Simulation): Promise<number> {
  const startMs = clock.trueMs();
  let isRead = false;
  void app
    .process()
    .library.sync("all")
    .then(() => {
      isRead = true;
    });
  for (let steps = 0; !isRead && steps < maxSettleSteps; steps += 1) await clock.step();
  return startMs;
}

/** Resolves with the simulated time (ms) of which the library shows what was listed. */
async function runUntilSettled(simulation: Simulation): Promise<number> {
  const { clock, record, computer, crashes, biggo, app, user, libraryUser } = simulation;
  const offers = createOffers(simulation);
  const settle = () => {
    if (computer.isAsleep()) return;
    user.settle();
    libraryUser.settle();
  };
  crashes.disable();
  biggo.setFaultShare(0);
  record.note("faults stop");
  if (!app.process().isAlive()) await app.restart();
  const deadlineMs = clock.trueMs() + maxSettleMs;
  const settleAll = async () => {
    for (let steps = 0; clock.trueMs() < deadlineMs && steps < maxSettleSteps; steps += 1) {
      if (!app.process().isAlive()) await app.restart();
      if (steps % 20 === 0) clock.after(0, settle);
      offers.offerMissing();
      if (isSettled(simulation) && offers.missing().length === 0) break;
      if (!(await clock.step())) clock.after(0, settle);
    }
  };
  await settleAll();
  const readAtMs = await readLibrary(simulation);
  // What other devices did last may be in conflict with what was edited here.
  await settleAll();
  return readAtMs;
}

/**
 * Runs one seeded simulation: a few files, crashes in the middle of commits, a failing network and BigGo, clock
 * changes, sleep, damaged rows, another device on the account, and a user who edits, pauses, cancels and moves files,
 * changes many videos at once and deletes some. Then all faults stop, and queue and library must settle with nothing
 * lost and nothing sent twice. The same seed always gives the same outcome.
 */
export async function runSeed(seed: number): Promise<SeedOutcome> {
  const simulation = createSimulation(seed);
  const { record, crashes, invariants, biggo, app, disk } = simulation;
  const added = prepareFiles(simulation);
  await runWithFaults(simulation);
  const readAtMs = await runUntilSettled(simulation);
  checkFinalState({ ...simulation, added, process: app.process(), videos: biggo.videos, readAtMs });
  disk.database.close();
  return {
    violations: record.violations,
    trace: record.trace,
    attempts: invariants.attempts(),
    crashes: crashes.count(),
  };
}
