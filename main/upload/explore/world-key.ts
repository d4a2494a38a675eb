import type { UploadState } from "../../../shared/model/upload.ts";
import { type Attempt, type UploadRow, videoIdOf } from "../model/upload-row.ts";
import { explorePolicy } from "./create-world.ts";
import type { ExploredUpload, ExploredVideo, RunningReconcile, World } from "./world.ts";

/** Beyond the last delay, another body in vain makes no difference. */
const maxBodies = explorePolicy.resendDelaysMs.length + 1;

function stateKey(state: UploadState): unknown {
  switch (state.phase) {
    case "uncertain":
      return state.candidates;
    case "waiting":
      return state.reason;
    case "needsFile":
      return state.reason;
    case "sending":
    case "paused":
      return state.held;
    case "duplicate":
      return [state.videoId, state.isGuess];
    case "saving":
    case "processing":
    case "complete":
    case "failed":
      return state.videoId;
    default:
      return 0;
  }
}

function attemptKey({ libraryMark, newestKnownMs, bodies }: Attempt): unknown {
  const times = new Set(bodies.map((body) => body?.toMs ?? 0));
  return [libraryMark, newestKnownMs, Math.min(bodies.length, maxBodies), [...times].sort()];
}

/** What of a row makes a difference to what can happen: no numbers that only grow, and nothing of an attempt that is over. */
function rowKey(row: UploadRow): unknown {
  const { state, uncertainBefore, attempt } = row;
  const saved = [row.savedRevision, row.detailsRevision, row.saveError !== null, row.details.stayPrivate];
  const common = [state.phase, stateKey(state), row.fingerprint, saved];
  if (videoIdOf(row) !== null) return common;
  const isAttemptOpen = uncertainBefore || state.phase === "confirming";
  const open = isAttemptOpen && attempt !== null ? attemptKey(attempt) : 0;
  return [common, uncertainBefore, row.confirmedDuplicate, row.reconcileAttempts, open];
}

const videoKey = ({ videoId, status, listed, touched, revision, disowned }: ExploredVideo) => [
  videoId,
  status,
  listed,
  touched,
  revision,
  disowned,
];

/** What a reconcile reads of its row. */
const reconciledKey = ({ state, fingerprint, confirmedDuplicate, attempt }: UploadRow) =>
  JSON.stringify([state.phase === "duplicate", fingerprint, confirmedDuplicate, attempt && attemptKey(attempt)]);

function reconcileKey(running: RunningReconcile, row: UploadRow): unknown {
  const before = reconciledKey(running.row);
  return [running.extra, running.known, before === reconciledKey(row) || before, running.listing.map(videoKey)];
}

function uploadKey({ row, transfer, reconcile, ...upload }: ExploredUpload): unknown {
  const { file, editsLeft, changesLeft, due, saving, refused, misledTo } = upload;
  const { stage, barrierTimedOut, suspect, answer } = transfer ?? {};
  const sent = transfer && [stage, barrierTimedOut, suspect, answer, transfer.attempt === row.attempts];
  // What it finds changes nothing once the row has a video.
  const reconciling = videoIdOf(row) === null && reconcile && reconcileKey(reconcile, row);
  return [rowKey(row), file, editsLeft, changesLeft, due, saving, refused, misledTo, sent, reconciling];
}

/** Bodies that nothing waits for are alike. */
function bodyKeys({ bodies, uploads }: World): string[] {
  const keys = bodies.map(({ content, upload, attempt, disowned }) => {
    const { transfer } = uploads[upload] ?? {};
    return JSON.stringify([content, upload, disowned, transfer?.attempt === attempt]);
  });
  return [...new Set(keys)].sort();
}

function flagsOf({ uploads, running, paused, offline, held, nowMs }: World): unknown {
  const isUnsent = uploads.some(({ row }) => videoIdOf(row) === null);
  const isUnsaved = uploads.some(({ row }) => row.savedRevision < row.detailsRevision);
  return [running, paused && isUnsent, offline, held && (isUnsent || isUnsaved), nowMs];
}

/** Two worlds with the same key have the same futures. */
export function keyOf(world: World): string {
  const { uploads, ledger, librarySeen, budget } = world;
  const videos = world.videos.map((video) => [...videoKey(video), video.content, video.createdAtMs, video.aspectRatio]);
  const outside = [[...ledger], librarySeen, Object.values(budget), bodyKeys(world), videos];
  return JSON.stringify([uploads.map(uploadKey), flagsOf(world), outside]);
}
