import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { Holds, ProgressRow, UploadPhase } from "../../shared/model/upload.ts";
import type { BigGoClient } from "../biggo/client.ts";
import { createEffects } from "./effects.ts";
import { checkFile, createFileSource } from "./file-source.ts";
import { inspectFile } from "./inspect-file.ts";
import { createIntake, type Intake } from "./intake.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { createProgressMeter } from "./progress-meter.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./retry-policy.ts";
import { type Clock, createRunner, type Runner } from "./runner.ts";
import { type Attempt, isFinished, type UploadRow } from "./upload-row.ts";
import { createUploadStore } from "./upload-store.ts";

export interface EngineDeps {
  database: DatabaseSync;
  client: Pick<BigGoClient, "upload" | "videos">;
  parallel: () => number;
  /** What the library has seen so far: a point in the order of first sights, and the newest video by BigGo's clock. */
  librarySeen: () => Pick<Attempt, "libraryMark" | "newestKnownMs">;
  /** Whether the library had seen the video at that point. */
  wasSeenBefore: (videoId: string, mark: number) => boolean;
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (rows: ProgressRow[]) => void;
  onSignedOut: (error: AppErrorValue) => void;
  /** A video came to be from a row. */
  onVideo: (videoId: string, row: UploadRow) => void;
  /** BigGo has confirmed a row's details. */
  onDetailsSaved: (videoId: string, row: UploadRow) => void;
  policy?: RetryPolicy;
  clock?: Clock;
  random?: () => number;
}

/** The upload engine of one account: queue, transfers, and what is known of what was sent. */
export interface Engine {
  runner: Runner;
  intake: Intake;
  ledger: Ledger;
  progress(): ProgressRow[];
  /** For a row whose file changed: takes the file as it is now. Rejects with AppError when it cannot be sent. */
  useNewFile(id: string): Promise<void>;
  /** The network is there again. */
  networkReturned(): void;
  /** Ends all transfers within half a second; the queue is kept whole. */
  close(): Promise<void>;
}

/** Wall clock for people, monotonic timers for waiting. */
const systemClock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Phases in which a row waits for the network or for BigGo. */
const phasesOfNetwork = new Set<UploadPhase>(["waiting", "uncertain", "saving"]);

const every = (ms: number, run: () => void) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

/** Builds the engine over an open database; `engine.runner.start()` sets it going. */
export function createEngine(deps: EngineDeps): Engine {
  const { clock = systemClock, random = Math.random, policy = defaultRetryPolicy } = deps;
  const ledger = createLedger(deps.database);
  const meter = createProgressMeter({ monotonicNow: () => performance.now(), every, onBatch: deps.onProgress });

  const ownedByOther = (videoId: string, rowId: string) => {
    const owner = runner.ownerOf(videoId);
    return owner !== undefined && owner.id !== rowId;
  };

  const effects = createEffects({
    files: { open: createFileSource, check: checkFile },
    client: deps.client,
    runner: () => runner,
    meter,
    clock,
    random,
    look: {
      rows: () => runner.rows(),
      findInLedger: ledger.find,
      forget: ledger.forget,
      isTaken: (videoId, rowId, mark) =>
        ownedByOther(videoId, rowId) || ledger.owns(videoId) || deps.wasSeenBefore(videoId, mark),
    },
    rememberVideo(row, videoId) {
      ledger.record(row.fingerprint, videoId, clock.now());
      deps.onVideo(videoId, row);
    },
    onDetailsSaved: deps.onDetailsSaved,
  });

  const runner: Runner = createRunner({
    store: createUploadStore(deps.database),
    clock,
    policy,
    newAttempt: () => ({
      startedAtMs: clock.now(),
      ...deps.librarySeen(),
      boundary: `biggo-uploader-${randomUUID()}`,
    }),
    parallel: deps.parallel,
    perform: effects.perform,
    onChange: deps.onChange,
    onHolds: deps.onHolds,
    onSignedOut: deps.onSignedOut,
  });

  const intake = createIntake({
    newId: randomUUID,
    now: clock.now,
    findVideo: ledger.find,
    findRow: (fingerprint) =>
      runner.rows().find((row) => row.fingerprint === fingerprint && !isFinished(row))?.id ?? null,
    nextPosition: () => runner.rows().reduce((last, row) => Math.max(last, row.position), 0) + 1,
    add: runner.add,
  });

  return {
    runner,
    intake,
    ledger,
    progress: meter.snapshot,
    async useNewFile(id) {
      const row = runner.get(id);
      if (row === undefined) throw new AppError("not-found", "No such upload");
      const inspection = await inspectFile(row.file.path);
      if (!inspection.ok) throw new AppError(inspection.code, `${row.file.fileName} cannot be sent`);
      runner.dispatch(id, { type: "newFileTaken", ...inspection.inspected });
    },
    networkReturned() {
      const waiting = runner.rows().filter(({ state: { phase } }) => phasesOfNetwork.has(phase));
      runner.reportAll(
        waiting.map((row) => row.id),
        { type: "networkReturned" },
      );
    },
    async close() {
      runner.stop();
      meter.stop();
      await effects.stop();
    },
  };
}
