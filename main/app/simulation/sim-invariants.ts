import type { Holds, UploadPhase } from "../../../shared/model/upload.ts";
import type { SimClock } from "../../foundation/sim-clock.ts";
import { isSameContent } from "../../upload/model/content.ts";
import { type UploadRow, videoIdOf } from "../../upload/model/upload-row.ts";
import { findInLedger, type SimDisk } from "./sim-disk.ts";
import type { SimRecord } from "./sim-record.ts";
import type { SimVideo } from "./sim-video.ts";

interface SimInvariantsDeps {
  clock: Pick<SimClock, "trueMs">;
  disk: SimDisk;
  record: SimRecord;
  /** All videos on BigGo, listed or not. */
  videos: () => readonly SimVideo[];
}

/** Checks the engine's guarantees at each attempt and each commit, and records every violation. */
interface SimInvariants {
  /** Number of attempts so far. */
  attempts(): number;
  onAttempt(fileName: string): void;
  onWholeBody(fileName: string): void;
  onResponse(fileName: string): void;
  onPermanentRefusal(fileName: string): void;
  /** The app changes or deletes a video. */
  onTouched(video: SimVideo): void;
  onIdleTimeout(fileName: string): void;
  onCommit(before: UploadRow | undefined, after: UploadRow): void;
  onHolds(holds: Holds): void;
  /** The user retries a row, so a permanent refusal of its file no longer forbids another attempt. */
  onRetry(rowId: string): void;
  /** When the library first saw this video is lost: no upload takes it for its own any more. */
  onDamaged(videoId: string): void;
  /** The computer sleeps: no phase ends by itself meanwhile. */
  onSleep(): void;
  /** A process starts after a crash, which forgets what was received but not stored. */
  onRestart(): void;
}

/** A commit of a row; `before` is undefined for a new row. */
interface Commit {
  before: UploadRow | undefined;
  after: UploadRow;
}

function checkHolds({ before, after }: Commit, holds: Holds | null, record: SimRecord): void {
  const from = before?.state.phase;
  const { fileName } = after.file;
  const { phase } = after.state;
  const isHeld =
    holds !== null && (holds.paused || holds.offline || holds.signedOut || holds.rateLimitedUntilMs !== null);
  if (from === "paused" && phase === "confirming") record.violation(`${fileName} is confirmed although it is paused`);
  if (from === "sending" && phase === "confirming" && holds?.paused === true)
    record.violation(`${fileName} is confirmed although the queue is paused`);
  if (from === "queued" && phase === "sending" && isHeld)
    record.violation(`${fileName} is sent although the queue is held`);
}

/** An uncertain row may only be queued again when BigGo's listing did not show its video. */
function checkRequeue(
  { before, after }: Commit,
  damaged: ReadonlySet<string>,
  { clock, videos, record }: SimInvariantsDeps,
): void {
  if (before?.state.phase !== "uncertain" || after.state.phase !== "queued") return;
  // Listed for so long that the last reconcile must have seen it.
  const overlooked = videos().some(
    (video) =>
      video.content === after.contentHash &&
      !video.deleted &&
      !damaged.has(video.videoId) &&
      video.listedFromMs < clock.trueMs() - 60_000,
  );
  if (overlooked) record.violation(`${after.file.fileName} is queued again although BigGo lists it`);
}

/** Only BigGo's own refusal, a video that is gone, or a file sent in vain over and over, ends a row. */
function checkFailure(
  { before, after }: Commit,
  refused: ReadonlySet<string>,
  { videos, record }: Pick<SimInvariantsDeps, "videos" | "record">,
): void {
  if (before?.state.phase === "failed" || after.state.phase !== "failed") return;
  const { error, videoId } = after.state;
  const isInVain = error.code === "sent-in-vain";
  const isGone = error.code === "video-gone" && videos().some((video) => video.videoId === videoId && video.deleted);
  if (!isInVain && !isGone && !refused.has(after.file.fileName))
    record.violation(`${after.file.fileName} failed although BigGo did not refuse it`);
}

/** How long a row stays in a phase that ends by itself, ms of simulated time. */
const maxMs: Partial<Record<UploadPhase, number>> = { checking: 60_000, confirming: 605_000, waiting: 3_700_000 };

/** A row must leave what ends by itself; `entered` is when each row entered its phase in this process. */
function checkDuration({ before, after }: Commit, entered: Map<string, number>, { clock, record }: SimInvariantsDeps) {
  const from = before?.state.phase;
  if (from === after.state.phase) return;
  const sinceMs = entered.get(after.id);
  entered.set(after.id, clock.trueMs());
  if (from === undefined || sinceMs === undefined) return;
  const bound = maxMs[from];
  if (bound !== undefined && clock.trueMs() - sinceMs > bound)
    record.violation(`${after.file.fileName} was ${from} for ${clock.trueMs() - sinceMs} ms`);
}

/** What is known of the files by name. */
interface KnownFiles {
  /** Files whose permanent refusal the app has received. */
  refused: Set<string>;
  /** Files whose whole body was sent and whose outcome is unknown. */
  unresolved: Set<string>;
  /** Files for which the current process received a response. */
  responded: Set<string>;
}

function rowOfFile(disk: SimDisk, fileName: string): UploadRow | undefined {
  return [...disk.rows.values()].find((row) => row.file.fileName === fileName);
}

function checkAttempt(
  fileName: string,
  { refused, unresolved }: KnownFiles,
  { disk, record }: SimInvariantsDeps,
): void {
  const row = rowOfFile(disk, fileName);
  if (row !== undefined && videoIdOf(row) !== null)
    record.violation(`${fileName} is sent again although it has the video ${videoIdOf(row)}`);
  if (row !== undefined && findInLedger(disk, row) !== null)
    record.violation(`${fileName} is sent although the ledger has its content`);
  if (unresolved.has(fileName))
    record.violation(`${fileName} is sent again although an earlier body may have arrived and was not reconciled`);
  if (refused.has(fileName)) record.violation(`${fileName} is sent again after a permanent refusal`);
}

/** A body is resolved by a response, a reconcile or the user; a row cancelled meanwhile stays unresolved. */
function resolveBody({ before, after }: Commit, { unresolved, responded }: KnownFiles): void {
  const { fileName } = after.file;
  const from = before?.state.phase;
  const hasResponse = from === "confirming" && responded.has(fileName);
  const isOpen = ["confirming", "uncertain", "cancelled"].includes(after.state.phase);
  if ((hasResponse || from === "uncertain") && !isOpen) unresolved.delete(fileName);
  if (before !== undefined && isSameContent(before, after) === false) unresolved.delete(fileName);
}

/** How long after a pause it may explain that a connection waited, ms. */
const userHoldMs = 90_000;

/** Creates the checks of one simulation. */
export function createSimInvariants(deps: SimInvariantsDeps): SimInvariants {
  const { clock, disk, record } = deps;
  const known: KnownFiles = { refused: new Set(), unresolved: new Set(), responded: new Set() };
  const { refused, unresolved, responded } = known;
  const entered = new Map<string, number>();
  const damaged = new Set<string>();
  const heldAtMs = new Map<string, number>();
  let holds: Holds | null = null;
  let attempts = 0;

  return {
    attempts: () => attempts,
    onAttempt(name) {
      attempts += 1;
      record.note(`attempt ${name}`);
      checkAttempt(name, known, deps);
    },
    onWholeBody(name) {
      unresolved.add(name);
      responded.delete(name);
    },
    onResponse: (name) => void responded.add(name),
    onPermanentRefusal(name) {
      refused.add(name);
      record.note(`permanently refused ${name}`);
    },
    onIdleTimeout(name) {
      // The user's own pause lets a connection wait.
      if (clock.trueMs() - (heldAtMs.get(name) ?? Number.NEGATIVE_INFINITY) > userHoldMs)
        record.violation(`${name} was sent and waited until its connection was closed`);
    },
    onTouched({ videoId, foreign }) {
      if (foreign) record.violation(`the video ${videoId} of another device is changed`);
    },
    onCommit(before, after) {
      const commit = { before, after };
      record.note(`${after.file.fileName} ${before?.state.phase ?? "new"} -> ${JSON.stringify(after.state)}`);
      const { state } = after;
      if (state.phase === "paused" || (state.phase === "sending" && state.held))
        heldAtMs.set(after.file.fileName, clock.trueMs());
      checkHolds(commit, holds, record);
      resolveBody(commit, known);
      checkRequeue(commit, damaged, deps);
      checkDuration(commit, entered, deps);
      checkFailure(commit, refused, deps);
    },
    onHolds(next) {
      holds = next;
      if (next.signedOut) record.violation("the queue waits for another key although none was refused");
    },
    onRetry: (rowId) => void refused.delete(disk.rows.get(rowId)?.file.fileName ?? ""),
    onDamaged: (videoId) => void damaged.add(videoId),
    onSleep: () => entered.clear(),
    onRestart() {
      holds = null;
      entered.clear();
      responded.clear();
      for (const name of refused) if (rowOfFile(disk, name)?.state.phase !== "failed") refused.delete(name);
      record.note("start");
    },
  };
}
