import type { Holds } from "../../../shared/model/upload.ts";
import { toErrorValue } from "../../biggo/app-error.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import { createEffects } from "../../upload/effects.ts";
import { defaultRetryPolicy } from "../../upload/model/retry-policy.ts";
import type { UploadRow } from "../../upload/model/upload-row.ts";
import { createRunner, type Runner } from "../../upload/queue/runner.ts";
import type { UploadStore } from "../../upload/queue/upload-store.ts";
import { createProgressMeter } from "../../upload/transfer/progress-meter.ts";
import { createSpeedLimit } from "../../upload/transfer/speed-limit.ts";
import type { SimBigGo } from "./sim-biggo.ts";
import { findInLedger, type SimDisk } from "./sim-disk.ts";
import { createSimFiles, type SimFile } from "./sim-files.ts";
import { createSimIntake, type SimIntake } from "./sim-intake.ts";
import type { SimRandom } from "./sim-random.ts";
import type { SimRecord } from "./sim-record.ts";

/** Thrown in the middle of a commit; from then on the process is dead. */
export class SimCrash extends Error {}

/** One run of the app, up to its crash. */
export interface SimProcess {
  runner: Runner;
  intake: SimIntake;
  isAlive(): boolean;
  kill(): void;
  setOnline(online: boolean): void;
}

interface SimProcessDeps {
  record: SimRecord;
  /** The rows of the files as they are added, by name. */
  prepared: ReadonlyMap<string, UploadRow>;
  disk: SimDisk;
  clock: SimClock;
  random: SimRandom;
  files: Map<string, SimFile>;
  biggo: SimBigGo;
  /** Called at each commit: whether to crash before or after the write, or (null) not at all. */
  crashAt: (commit: number) => "before" | "after" | null;
  onCommit: (before: UploadRow | undefined, after: UploadRow) => void;
  onHolds: (holds: Holds) => void;
}

/** The store of a process, in which every commit may crash. */
function createSimStore(deps: SimProcessDeps, isAlive: () => boolean, kill: () => void): UploadStore {
  const { disk } = deps;
  const commit = (write: () => void) => {
    if (!isAlive()) throw new SimCrash("dead");
    disk.commits += 1;
    const crash = deps.crashAt(disk.commits);
    if (crash !== "before") write();
    if (crash !== null) {
      kill();
      throw new SimCrash(crash);
    }
  };
  const write = (row: UploadRow) => {
    const before = disk.rows.get(row.id);
    disk.rows.set(row.id, row);
    deps.onCommit(before, row);
  };
  return {
    load: () => [...disk.rows.values()].sort((a, b) => a.position - b.position),
    save: (row) => commit(() => write(row)),
    saveAll: (rows) => commit(() => rows.forEach(write)),
    removeAll: (ids) => commit(() => ids.forEach((id) => void disk.rows.delete(id))),
    loadPaused: () => disk.paused,
    loadRateLimit: () => disk.rateLimitedUntilMs,
    saveRateLimit: (untilMs) =>
      commit(() => {
        disk.rateLimitedUntilMs = untilMs;
      }),
    savePaused: (paused) =>
      commit(() => {
        disk.paused = paused;
      }),
  };
}

/** Starts the app on a disk, with the real state machine, runner, recovery, effects and policy. */
export function startSimProcess(deps: SimProcessDeps): SimProcess {
  const { clock, random, disk, files, biggo } = deps;
  let alive = true;
  const isAlive = () => alive;
  const kill = () => {
    alive = false;
  };
  const whileAlive = (run: () => void) => () => {
    if (!alive) return;
    try {
      run();
    } catch (error) {
      if (!(error instanceof SimCrash)) throw error;
    }
  };
  const processClock = { now: clock.now, after: (ms: number, run: () => void) => clock.after(ms, whileAlive(run)) };

  /** What an up-to-date library has seen. */
  const librarySeen = () => {
    const listed = biggo.videos.filter((video) => video.listedFromMs <= clock.trueMs());
    return {
      libraryMark: clock.trueMs(),
      newestKnownMs: listed.reduce((last, video) => Math.max(last, video.createdAtMs), 0),
    };
  };

  let losses = 0;
  const effects = createEffects({
    publish: () => {},
    explain: async (error) => toErrorValue(error),
    files: createSimFiles(files, clock, random),
    client: biggo.clientFor(isAlive),
    runner: () => ({ ...runner, report: (id, event) => whileAlive(() => runner.report(id, event))() }),
    meter: createProgressMeter({
      monotonicNow: clock.trueMs,
      every: () => () => {},
      toSend: () => ({ bytes: 0, cause: "" }),
      onBatch: () => {},
    }),
    speedLimit: createSpeedLimit({ limit: () => null, monotonicNow: clock.trueMs, after: processClock.after }),
    policy: defaultRetryPolicy,
    librarySeen,
    catchUpLibrary: async () => {},
    network: () => ({ losses, gone: runner.holds().offline }),
    clock: processClock,
    monotonicNow: clock.trueMs,
    random: random.next,
    reconcile: {
      forget: () => {},
      libraryVideos: () => biggo.listed(),
      findInLedger: (content) => findInLedger(disk, content),
      rows: () => runner.rows(),
      isTaken: (videoId, rowId, mark) =>
        biggo.videos.some((video) => video.videoId === videoId && video.listedFromMs <= mark) ||
        [...disk.rows.values()].some(
          (row) => row.id !== rowId && "videoId" in row.state && row.state.videoId === videoId,
        ) ||
        disk.ledger.has(videoId),
    },
    rememberVideo: (row, videoId) => disk.ledger.set(videoId, row),
    onDetailsSaved: () => {},
  });
  const runner = createRunner({
    store: createSimStore(deps, isAlive, kill),
    clock: processClock,
    policy: defaultRetryPolicy,
    newAttempt: () => ({
      startedAtMs: clock.now(),
      ...librarySeen(),
      bodies: [],
      boundary: "b",
    }),
    parallel: () => 2,
    isHeldBack: effects.isHeldBack,
    perform: effects.perform,
    onChange: () => effects.rowsChanged(),
    onHolds: deps.onHolds,
    onSignedOut: () => {},
  });
  try {
    runner.start();
  } catch (error) {
    if (!(error instanceof SimCrash)) throw error;
  }
  const setOnline = (online: boolean) => {
    if (!online) losses += 1;
    runner.setHold({ offline: !online });
    if (!online) return;
    const ids = runner.rows().map((row) => row.id);
    runner.reportAll(ids, { type: "networkReturned" });
    effects.networkReturned();
  };
  const intake = createSimIntake({ ...deps, runner, isAlive });
  return { runner, intake, isAlive, kill, setOnline };
}
