import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import type { AddChoices } from "../../shared/model/template.ts";
import type { FileCheck, Holds, ProgressBatch, UploadPhase } from "../../shared/model/upload.ts";
import type { Access } from "../../shared/model/video.ts";
import type { AppClient } from "../biggo/app-client.ts";
import { toErrorValue } from "../biggo/app-error.ts";
import type { OnUnreadable } from "../database/stored-rows.ts";
import { type Clock, systemClock } from "../foundation/clock.ts";
import type { SaveDetailsDeps } from "./details/save-details.ts";
import { createEffects } from "./effects.ts";
import { createContentHashes } from "./files/content-hashes.ts";
import { checkFile, createFileSource } from "./files/file-source.ts";
import { createHashThread, type Reading } from "./files/hash-thread.ts";
import { inspectFile, type ReadMedia } from "./files/inspect-file.ts";
import { createInspections } from "./files/inspections.ts";
import { followMovedFile } from "./follow-moved-file.ts";
import { createChecks } from "./intake/checks.ts";
import { createIntake, type Intake } from "./intake/intake.ts";
import { createKnownContents } from "./intake/known-contents.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./model/retry-policy.ts";
import { isFinished, type SeenBefore, type UploadRow, videoMayTurnUp } from "./model/upload-row.ts";
import { bytesToSend } from "./queue/bytes-to-send.ts";
import { createLedger } from "./queue/ledger.ts";
import type { LoggedCommit } from "./queue/logged-commit.ts";
import { recordSent } from "./queue/record-sent.ts";
import { createRunner, type Runner } from "./queue/runner.ts";
import { createUploadStore } from "./queue/upload-store.ts";
import { createLateVideos, type LateVideos } from "./reconcile/late-videos.ts";
import type { ReconcileDeps } from "./reconcile/reconcile.ts";
import { createProgressMeter } from "./transfer/progress-meter.ts";
import { createSpeedLimit } from "./transfer/speed-limit.ts";
import { createUploadCommands, type UploadCommands } from "./upload-commands.ts";
import { createVideoReports, type VideoReports } from "./video-reports.ts";

export interface EngineDeps {
  database: DatabaseSync;
  /** Where inspections in progress are recorded, so that a file that ends the app is recognised; not by default. */
  inspectionRecord?: string;
  client: Pick<AppClient, "upload" | "videos" | "serverNowMs">;
  readMedia: ReadMedia;
  /** How many uploads may send at once. */
  parallel: () => number;
  /** Bytes per second of all uploads together; null for no limit. */
  speedLimit: () => number | null;
  /** Everything is shown and nothing is changed. */
  readOnly?: boolean;
  /** Nothing can be stored while this engine runs: the queue is held for storage. */
  unwritable?: boolean;
  /** A stored row could not be parsed. */
  onUnreadable?: OnUnreadable;
  /** What the library has seen so far: a mark in the order of first sight, and the newest video by BigGo's clock. */
  librarySeen: () => SeenBefore;
  /** Resolves once the library is up to date with BigGo, or could not be brought up to date for a while. Never rejects. */
  catchUpLibrary: () => Promise<void>;
  /** Whether the library had seen the video at that mark. */
  wasSeenBefore: (videoId: string, mark: number) => boolean;
  /** All of the account's videos, as last seen. */
  libraryVideos: ReconcileDeps["libraryVideos"];
  /** Compares the pictures of a video with the film of an upload. Never rejects. */
  comparePictures?: NonNullable<ReconcileDeps["comparePictures"]>;
  onChange: (change: { upserts: UploadRow[]; removed: string[] }) => void;
  /** Called for every commit of a row, for the log. */
  onCommit?: (commit: LoggedCommit) => void;
  onHolds: (holds: Holds) => void;
  onProgress: (batch: ProgressBatch) => void;
  /** Reports the checks of offered files that the user waits for. */
  onChecks?: (checks: FileCheck[]) => void;
  onSignedOut: (error: AppErrorValue) => void;
  /** An upload became a video. */
  onVideo: (videoId: string, row: UploadRow) => void;
  onDetailsSaved: SaveDetailsDeps["onDetailsSaved"];
  /** A video's details as BigGo has them now. Rejects with BigGoError. */
  currentDetails: SaveDetailsDeps["currentDetails"];
  /** The choices made last for the files of a folder. */
  choicesFor?: (folder: string) => AddChoices | null;
  /** Publishes a video that stayed private until it was complete. Throws when that cannot be stored now. */
  publish: (videoId: string, access: Access) => void;
  /** Finds out which product a refusal of the details (1008) is about. Never rejects. */
  explain?: (error: unknown, products: readonly TaggedProduct[]) => Promise<AppErrorValue>;
  policy?: RetryPolicy;
  clock?: Clock;
  random?: () => number;
}

/** The upload engine of one account: its queue, its transfers, and the record of what was sent. */
export interface Engine extends UploadCommands, VideoReports, LateVideos {
  /** Recovers what the store holds and starts sending. Call once, before anything else. */
  start(): void;
  intake: Intake;
  rows(): UploadRow[];
  get(id: string): UploadRow | undefined;
  /** The row that a video came from. */
  ownerOf(videoId: string): UploadRow | undefined;
  holds(): Holds;
  progress(): ProgressBatch;
  /** A file appeared at this path: an upload whose own file is missing continues with it when the content is the same. */
  fileFound(path: string): Promise<void>;
  /** Holds the queue while offline; when the network returns, everything that waited for it continues at once. */
  setOnline(online: boolean): void;
  setSignedOut(signedOut: boolean): void;
  /** BigGo asked all calls of the account to wait, in ms: the queue starts nothing meanwhile, also after a restart. */
  askedToWait(ms: number): void;
  /** The computer slept: a connection that breaks now broke because of that, and costs no attempt. */
  slept(): void;
  /** The number of parallel uploads or the speed limit has changed. */
  limitsChanged(): void;
  /** Ends all transfers within half a second; the queue stays stored. */
  close(): Promise<void>;
}

/** Phases in which a row waits for the network or for BigGo. */
const networkPhases: ReadonlySet<UploadPhase> = new Set(["waiting", "uncertain", "saving"]);

const every = (ms: number, run: () => void) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
};

/** Creates the engine over an open database. */
export function createEngine(deps: EngineDeps): Engine {
  const { clock = systemClock, random = Math.random, policy = defaultRetryPolicy } = deps;
  const ledger = createLedger(deps.database);
  const inspections = createInspections(deps.inspectionRecord ?? null, (path) => inspectFile(path, deps.readMedia));
  const hashes = createHashThread();
  const contentHashes = createContentHashes({ hashFile: hashes.hashFile, check: checkFile });
  const monotonicNow = () => performance.now();
  const speedLimit = createSpeedLimit({ limit: deps.speedLimit, monotonicNow, after: clock.after });
  /** Counts losses of the network and sleeps of the computer. */
  let losses = 0;
  let closed = false;

  const meter = createProgressMeter({
    monotonicNow,
    every,
    toSend: () => bytesToSend(runner, deps.speedLimit()),
    onBatch: deps.onProgress,
  });

  const isTaken = (videoId: string, rowId: string, mark: number) => {
    const owner = runner.ownerOf(videoId);
    const isOwnedByOther = owner !== undefined && owner.id !== rowId;
    return isOwnedByOther || ledger.owns(videoId) || deps.wasSeenBefore(videoId, mark);
  };

  const rememberVideo = (row: UploadRow, videoId: string) => {
    if (!recordSent(row, videoId, { ledger, contentHashes, now: clock.now, isClosed: () => closed })) return;
    deps.onVideo(videoId, row);
    // It is no longer a candidate of any other row.
    const others = runner.rows().filter(({ id, state }) => id !== row.id && state.phase === "uncertain");
    for (const { id } of others) runner.report(id, { type: "candidateTaken", videoId });
  };

  const effects = createEffects({
    files: { open: (added) => createFileSource(added, hashes), check: checkFile },
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
      ...(deps.comparePictures === undefined ? {} : { comparePictures: deps.comparePictures }),
      forget: ledger.forget,
      isTaken,
    },
    rememberVideo,
    onDetailsSaved: deps.onDetailsSaved,
    currentDetails: deps.currentDetails,
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
      bodies: [],
      boundary: `biggo-uploader-${randomUUID()}`,
    }),
    parallel: deps.parallel,
    isHeldBack: effects.isHeldBack,
    readOnly: deps.readOnly ?? false,
    unwritable: deps.unwritable ?? false,
    perform: effects.perform,
    onChange(change) {
      deps.onChange(change);
      effects.rowsChanged();
    },
    onCommit: deps.onCommit,
    onHolds: deps.onHolds,
    onSignedOut: deps.onSignedOut,
  });

  const openUploads = () => runner.rows().filter((row) => !isFinished(row));
  const fileFound = (path: string, reading?: Reading) =>
    followMovedFile(path, runner, { inspections, contentHashes }, reading);
  const checks = createChecks({ newId: randomUUID, after: clock.after, publish: deps.onChecks ?? (() => {}) });

  const intake = createIntake({
    newId: randomUUID,
    now: clock.now,
    known: createKnownContents({ ledger, openUploads, contentHashes }),
    openFingerprints: () => new Set(openUploads().map(({ fingerprint }) => fingerprint)),
    nextPosition: () => runner.rows().reduce((last, row) => Math.max(last, row.position), 0) + 1,
    add: runner.add,
    choicesFor: deps.choicesFor ?? (() => null),
    inspections,
    fileFound,
    checks,
  });

  return {
    ...createUploadCommands({ runner, inspections, contentHashes, now: clock.now }),
    ...createVideoReports({ runner, ledger, now: clock.now }),
    ...createLateVideos({
      rows: () => runner.rows(),
      isTaken,
      // A scheduled one follows one that runs now, which may have read the listing before the video was in it.
      reconcile: (row) =>
        effects.perform(row, videoMayTurnUp(row) ? { type: "reconcile", afterMs: 0 } : { type: "reconcileNow" }),
    }),
    start: runner.start,
    intake,
    rows: runner.rows,
    get: runner.get,
    ownerOf: runner.ownerOf,
    holds: runner.holds,
    progress: meter.snapshot,
    fileFound: (path) => fileFound(path),
    setOnline(online) {
      if (!online) losses += 1;
      runner.setHold({ offline: !online, ...(online ? { blocked: null } : {}) });
      if (!online) return;
      const waiting = runner.rows().flatMap((row) => (networkPhases.has(row.state.phase) ? row.id : []));
      runner.reportAll(waiting, { type: "networkReturned" });
      effects.networkReturned();
    },
    setSignedOut: (signedOut) => runner.setHold({ signedOut }),
    askedToWait: runner.rateLimited,
    slept() {
      losses += 1;
    },
    limitsChanged() {
      speedLimit.changed();
      runner.pump();
    },
    async close() {
      closed = true;
      checks.stop();
      inspections.stop();
      runner.stop();
      meter.stop();
      await effects.stop();
      await hashes.stop();
    },
  };
}
