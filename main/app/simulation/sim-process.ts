import type { Holds } from "../../../shared/model/upload.ts";
import { toErrorValue } from "../../biggo/app-error.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import { createEffects, type Effects } from "../../upload/effects.ts";
import { defaultRetryPolicy } from "../../upload/model/retry-policy.ts";
import { type UploadRow, videoMayTurnUp } from "../../upload/model/upload-row.ts";
import { createRunner, type Runner } from "../../upload/queue/runner.ts";
import { createLateVideos } from "../../upload/reconcile/late-videos.ts";
import { createProgressMeter } from "../../upload/transfer/progress-meter.ts";
import { createSpeedLimit } from "../../upload/transfer/speed-limit.ts";
import { createUploadCommands, type UploadCommands } from "../../upload/upload-commands.ts";
import { createVideoReports } from "../../upload/video-reports.ts";
import type { SimBigGo } from "./sim-biggo.ts";
import type { SimComputer } from "./sim-computer.ts";
import { createSimConnection } from "./sim-connection.ts";
import { openSimDatabase, type SimCommit, SimCrash } from "./sim-database.ts";
import { openSimLedger, openSimStore, type SimDisk } from "./sim-disk.ts";
import { createSimFiles, type SimFile } from "./sim-files.ts";
import { createSimIntake, type SimIntake } from "./sim-intake.ts";
import { createSimLibrary, type SimLibrary } from "./sim-library.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimRecord } from "./sim-record.ts";

/** One run of the app, up to its crash. */
export interface SimProcess extends Omit<SimLibrary, "engineSide"> {
  runner: Runner;
  commands: UploadCommands;
  intake: SimIntake;
  isAlive(): boolean;
  setOnline(online: boolean): void;
  /** The computer has slept. */
  wake(): void;
}

export interface SimProcessDeps {
  record: SimRecord;
  /** The rows of the files as they are added, by name. */
  prepared: ReadonlyMap<string, UploadRow>;
  disk: SimDisk;
  computer: SimComputer;
  random: SimRandom;
  files: Map<string, SimFile>;
  biggo: SimBigGo;
  /** Called at each commit: whether to crash before or after the write, or (null) not at all. */
  crashAt: (commit: number) => "before" | "after" | null;
  onCommit: (before: UploadRow | undefined, after: UploadRow) => void;
  onHolds: (holds: Holds) => void;
  /** A stored row was left out, since it is damaged. */
  onUnreadable: (table: string, key: string) => void;
  onDeleteFailed: (videoIds: readonly string[]) => void;
}

/** Whether a process is alive, and its commits, at each of which it may die. */
function createLife({ disk, crashAt }: SimProcessDeps) {
  let alive = true;
  const commit: SimCommit = (write) => {
    if (!alive) throw new SimCrash("dead");
    disk.commits += 1;
    const crash = crashAt(disk.commits);
    if (crash !== "before") write();
    if (crash === null) return;
    alive = false;
    throw new SimCrash(crash);
  };
  /** Runs something that the process does by itself; a dead one does nothing. */
  const run = (work: () => void) => {
    if (!alive) return;
    try {
      work();
    } catch (error) {
      if (alive) throw error;
    }
  };
  return { isAlive: () => alive, commit, run };
}

type Life = ReturnType<typeof createLife>;

/** The engine's own parts, put together as in `createEngine`. */
function createQueue(deps: SimProcessDeps, life: Life, clock: SimClock, library: () => SimLibrary) {
  const { disk, biggo, files, random } = deps;
  const ledger = openSimLedger(disk);
  const connection = createSimConnection(deps.computer, life.isAlive);
  const client = biggo.clientFor(connection);
  const librarySeen = () => library().engineSide.librarySeen();
  let losses = 0;
  const isTaken = (videoId: string, rowId: string, mark: number) => {
    const owner = runner.ownerOf(videoId);
    const isOwnedByOther = owner !== undefined && owner.id !== rowId;
    return isOwnedByOther || ledger.owns(videoId) || library().engineSide.wasSeenBefore(videoId, mark);
  };
  const effects: Effects = createEffects({
    explain: async (error) => toErrorValue(error),
    files: createSimFiles(files, clock, random),
    client,
    runner: () => ({ ...runner, report: (id, event) => life.run(() => runner.report(id, event)) }),
    meter: createProgressMeter({
      monotonicNow: clock.trueMs,
      every: () => () => {},
      toSend: () => ({ bytes: 0, cause: "" }),
      onBatch: () => {},
    }),
    speedLimit: createSpeedLimit({ limit: () => null, monotonicNow: clock.trueMs, after: clock.after }),
    policy: defaultRetryPolicy,
    librarySeen,
    catchUpLibrary: () => library().engineSide.catchUpLibrary(),
    network: () => ({ losses, gone: runner.holds().offline }),
    clock,
    monotonicNow: clock.trueMs,
    random: random.next,
    reconcile: {
      forget: ledger.forget,
      libraryVideos: () => library().engineSide.libraryVideos(),
      findInLedger: ledger.find,
      rows: () => runner.rows(),
      isTaken,
    },
    rememberVideo(row, videoId) {
      if (ledger.owns(videoId)) return;
      disk.ledger.set(videoId, row);
      library().engineSide.onVideo(videoId, row);
      const others = runner.rows().filter(({ id, state }) => id !== row.id && state.phase === "uncertain");
      for (const { id } of others) life.run(() => runner.report(id, { type: "candidateTaken", videoId }));
    },
    publish: (videoId, access) => library().engineSide.publish(videoId, access),
    currentDetails: (videoId) => library().engineSide.currentDetails(videoId),
    onDetailsSaved: (videoId, row, elsewhere) => library().engineSide.onDetailsSaved(videoId, row, elsewhere),
  });
  const runner: Runner = createRunner({
    store: openSimStore(disk, life.commit, deps.onCommit),
    clock,
    policy: defaultRetryPolicy,
    newAttempt: () => ({ startedAtMs: clock.now(), ...librarySeen(), bodies: [], boundary: "b" }),
    parallel: () => 2,
    isHeldBack: effects.isHeldBack,
    perform: effects.perform,
    onChange({ upserts }) {
      if (upserts.some((row) => row.state.phase === "processing")) library().library.watch();
      effects.rowsChanged();
    },
    onHolds: deps.onHolds,
    onSignedOut: () => {},
  });
  const late = createLateVideos({
    rows: runner.rows,
    isTaken,
    reconcile: (row) =>
      effects.perform(row, videoMayTurnUp(row) ? { type: "reconcile", afterMs: 0 } : { type: "reconcileNow" }),
  });
  return { runner, effects, late, ledger, client, onLoss: () => (losses += 1) };
}

/** Starts the app on a disk, with the real queue, library and bulk jobs. */
export function startSimProcess(deps: SimProcessDeps): SimProcess {
  const { disk, computer } = deps;
  const life = createLife(deps);
  const { isAlive } = life;
  const clock: SimClock = {
    ...computer.clock,
    after: (ms, run) => computer.clock.after(ms, () => life.run(run)),
  };
  const queue = createQueue(deps, life, clock, () => joined);
  const { runner, effects, late, ledger, client, onLoss } = queue;
  const intake = createSimIntake({ ...deps, clock, runner, isAlive });
  const commands = createUploadCommands({ ...intake.files, runner, now: clock.now });
  const reports = createVideoReports({ runner, ledger, now: clock.now });
  const engine = { ...commands, ...reports, ...late, rows: runner.rows, get: runner.get, ownerOf: runner.ownerOf };
  const { library, bulk, videos, uploadDetails, engineSide } = createSimLibrary({
    clock,
    database: openSimDatabase(disk.database, life.commit),
    videos: client.videos,
    engine: () => engine,
    onUnreadable: ({ table, key }) => deps.onUnreadable(table, key),
    onDeleteFailed: deps.onDeleteFailed,
  });
  const joined: SimLibrary = { library, bulk, videos, uploadDetails, engineSide };

  const networkReturned = () => {
    runner.reportAll(
      runner.rows().map((row) => row.id),
      { type: "networkReturned" },
    );
    effects.networkReturned();
    library.resume();
  };
  life.run(() => {
    runner.start();
    library.start();
    bulk.resume();
    intake.collect();
  });
  return {
    runner,
    commands,
    intake,
    library,
    bulk,
    videos,
    uploadDetails,
    isAlive,
    setOnline(online) {
      if (!online) onLoss();
      runner.setHold({ offline: !online });
      if (online) networkReturned();
    },
    wake: () => life.run(onLoss),
  };
}
