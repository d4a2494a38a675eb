import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { AddChoices } from "../../shared/model/template.ts";
import type { Holds, ProgressBatch, UploadPhase } from "../../shared/model/upload.ts";
import type { Access } from "../../shared/model/video.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import type { Video } from "../biggo/wire/video.ts";
import { type Clock, systemClock } from "../foundation/clock.ts";
import { createEffects } from "./effects.ts";
import { toFileProblem } from "./files/file-problem.ts";
import { checkFile, createFileSource } from "./files/file-source.ts";
import { inspectFile } from "./files/inspect-file.ts";
import { createIntake, type Intake } from "./intake/intake.ts";
import { takesPlace } from "./machine/hold.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./model/retry-policy.ts";
import { isFinished, type SeenBefore, type UploadRow } from "./model/upload-row.ts";
import { createLedger, type Ledger } from "./queue/ledger.ts";
import { createRunner, type Runner } from "./queue/runner.ts";
import { createUploadStore } from "./queue/upload-store.ts";
import { createProgressMeter } from "./transfer/progress-meter.ts";
import { createSpeedLimit } from "./transfer/speed-limit.ts";

export interface EngineDeps {
  database: DatabaseSync;
  client: Pick<BigGoClient, "upload" | "videos">;
  parallel: () => number;
  /** Bytes per second of all uploads together, or null. */
  speedLimit: () => number | null;
  /** Everything is shown and nothing is changed. */
  readOnly?: boolean;
  /** A stored row that makes no sense. */
  onUnreadable?: (id: string, error: unknown) => void;
  /** What the library has seen so far: a point in the order of first sights, and the newest video by BigGo's clock. */
  librarySeen: () => SeenBefore;
  /** Resolves once what is on BigGo now has been seen, or could not be for a while. Never rejects. */
  catchUpLibrary: () => Promise<void>;
  /** Whether the library had seen the video at that point. */
  wasSeenBefore: (videoId: string, mark: number) => boolean;
  /** All of the account's videos, as last seen. */
  libraryVideos: () => Video[];
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (batch: ProgressBatch) => void;
  onSignedOut: (error: AppErrorValue) => void;
  /** A video came to be from a row. */
  onVideo: (videoId: string, row: UploadRow) => void;
  /** BigGo has confirmed a row's details. */
  onDetailsSaved: (videoId: string, row: UploadRow) => void;
  /** What was last chosen for the files of a folder. */
  choicesFor?: (folder: string) => AddChoices | null;
  /** A video that stayed private until it was complete becomes this. Throws when that cannot be stored now. */
  publish: (videoId: string, access: Access) => void;
  /** Says which product a refusal of the details (1008) is about. Never rejects. */
  explain?: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  policy?: RetryPolicy;
  clock?: Clock;
  random?: () => number;
}

/** The upload engine of one account: queue, transfers, and what is known of what was sent. */
export interface Engine {
  runner: Runner;
  intake: Intake;
  ledger: Ledger;
  progress(): ProgressBatch;
  /** For a row whose file changed: takes the file as it is now. Rejects with AppError when it cannot be sent. */
  takeNewFile(id: string): Promise<void>;
  /**
   * A file is here now: where it is the content of an upload whose own file is gone from its place, the upload goes on with
   * this one. Never rejects.
   */
  fileFound(path: string): Promise<void>;
  /** The library has been read whole: what was on BigGo before may be linked now. */
  libraryRead(): void;
  /** The network went or came: it holds the queue, and what waited for it goes on by itself. */
  setOnline(online: boolean): void;
  /** The computer slept: connections that break now broke because of that. */
  slept(): void;
  /** Everything that failed, waits, or lacks its file or its details is tried again. */
  retryAll(): void;
  /** How many may send, or how fast, has changed. */
  limitsChanged(): void;
  /** Ends all transfers within half a second; the queue is kept whole. */
  close(): Promise<void>;
}

/** Phases in which a row waits for the network or for BigGo. */
const phasesOfNetwork = new Set<UploadPhase>(["waiting", "uncertain", "saving"]);
/** Phases from which a row goes on by itself, with bytes still to send. */
const phasesToSend = new Set<UploadPhase>(["checking", "queued", "sending", "waiting"]);
const phasesToRetry = new Set<UploadPhase>(["failed", "waiting", "needsFile"]);

const every = (ms: number, run: () => void) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

/** Builds the engine over an open database; `engine.runner.start()` sets it going. */
export function createEngine(deps: EngineDeps): Engine {
  const { clock = systemClock, random = Math.random, policy = defaultRetryPolicy } = deps;
  const ledger = createLedger(deps.database);
  const monotonicNow = () => performance.now();
  const speedLimit = createSpeedLimit({ limit: deps.speedLimit, monotonicNow, after: clock.after });
  let losses = 0;

  const toSend = () => {
    const { paused, offline } = runner.holds();
    let [bytes, count] = [0, 0];
    for (const row of runner.rows()) {
      // What is on the wire counts whole: the meter takes off what of it has gone.
      if (!phasesToSend.has(row.state.phase) && !takesPlace(row)) continue;
      bytes += row.file.sizeBytes;
      count += 1;
    }
    return { bytes, cause: JSON.stringify([count, paused, offline, deps.speedLimit()]) };
  };
  const meter = createProgressMeter({ monotonicNow, every, toSend, onBatch: deps.onProgress });

  const ownedByOther = (videoId: string, rowId: string) => {
    const owner = runner.ownerOf(videoId);
    return owner !== undefined && owner.id !== rowId;
  };

  const effects = createEffects({
    files: { open: createFileSource, check: checkFile },
    client: deps.client,
    runner: () => runner,
    meter,
    speedLimit,
    clock,
    monotonicNow,
    random,
    policy,
    librarySeen: deps.librarySeen,
    catchUpLibrary: deps.catchUpLibrary,
    network: () => ({ losses, gone: runner.holds().offline }),
    reconcile: {
      rows: () => runner.rows(),
      libraryVideos: deps.libraryVideos,
      findInLedger: ledger.find,
      forget: ledger.forget,
      isTaken: (videoId, rowId, mark) =>
        ownedByOther(videoId, rowId) || ledger.owns(videoId) || deps.wasSeenBefore(videoId, mark),
    },
    rememberVideo(row, videoId) {
      // Known already, at a start after the app had ended.
      if (ledger.find(row.fingerprint) === videoId) return;
      ledger.record(row.fingerprint, videoId, clock.now());
      deps.onVideo(videoId, row);
      // Whoever was asked about it is asked no more.
      const others = runner.rows().filter(({ id, state }) => id !== row.id && state.phase === "uncertain");
      for (const { id } of others) runner.report(id, { type: "candidateTaken", videoId });
    },
    onDetailsSaved: deps.onDetailsSaved,
    explain: deps.explain ?? (async (error) => toErrorValue(error)),
    publish: deps.publish,
  });

  const runner: Runner = createRunner({
    store: createUploadStore(deps.database, deps.onUnreadable),
    clock,
    policy,
    newAttempt: () => ({
      startedAtMs: clock.now(),
      ...deps.librarySeen(),
      boundary: `biggo-uploader-${randomUUID()}`,
    }),
    parallel: deps.parallel,
    readOnly: deps.readOnly ?? false,
    perform: effects.perform,
    onChange(change) {
      deps.onChange(change);
      effects.rowsChanged();
    },
    onHolds: deps.onHolds,
    onSignedOut: deps.onSignedOut,
  });

  const idsIn = (phases: ReadonlySet<UploadPhase>) =>
    runner.rows().flatMap((row) => (phases.has(row.state.phase) ? [row.id] : []));

  const intake = createIntake({
    newId: randomUUID,
    now: clock.now,
    findVideo: ledger.find,
    openRows: () => new Map(runner.rows().flatMap((row) => (isFinished(row) ? [] : [[row.fingerprint, row.id]]))),
    nextPosition: () => runner.rows().reduce((last, row) => Math.max(last, row.position), 0) + 1,
    add: runner.add,
    choicesFor: deps.choicesFor ?? (() => null),
  });

  return {
    runner,
    intake,
    ledger,
    progress: meter.snapshot,
    async takeNewFile(id) {
      const row = runner.get(id);
      if (row === undefined) throw new AppError("not-found", "No such upload");
      const inspection = await inspectFile(row.file.path);
      if (!inspection.ok) throw new AppError(inspection.code, `${row.file.fileName} cannot be sent`);
      runner.dispatch(id, { type: "newFileTaken", ...inspection.inspected });
    },
    async fileFound(path) {
      const size = await stat(path).then(
        (stats) => stats.size,
        () => null,
      );
      const likely = runner
        .rows()
        .filter((row) => row.file.sizeBytes === size && row.file.path !== path && !isFinished(row));
      for (const row of likely) {
        const isGone = await checkFile(row.file).then(
          () => false,
          (error: unknown) => toFileProblem(error).reason === "missing",
        );
        // Only now is the file read: most that are found are nobody's.
        const inspection = isGone ? await inspectFile(path) : null;
        if (inspection?.ok !== true || inspection.inspected.fingerprint !== row.fingerprint) continue;
        runner.report(row.id, { type: "fileMoved", file: inspection.inspected.file });
      }
    },
    libraryRead() {
      for (const row of runner.rows()) {
        const isUnlinked = row.state.phase === "duplicate" && row.state.videoId === null;
        if (isUnlinked) effects.perform(row, { type: "reconcileNow" });
      }
    },
    setOnline(online) {
      if (!online) losses += 1;
      runner.setHold({ offline: !online, ...(online ? { blocked: null } : {}) });
      if (!online) return;
      runner.reportAll(idsIn(phasesOfNetwork), { type: "networkReturned" });
      effects.networkReturned();
    },
    slept() {
      losses += 1;
    },
    retryAll() {
      runner.reportAll(idsIn(phasesToRetry), { type: "retryRequested" });
      const unsaved = runner.rows().filter((row) => row.saveError !== null);
      runner.reportAll(
        unsaved.map((row) => row.id),
        { type: "saveRequested" },
      );
    },
    limitsChanged() {
      speedLimit.changed();
      runner.pump();
    },
    async close() {
      runner.stop();
      meter.stop();
      await effects.stop();
    },
  };
}
