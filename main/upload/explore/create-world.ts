import { newDetails } from "../../../shared/model/video.ts";
import { defaultRetryPolicy, type RetryPolicy } from "../model/retry-policy.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { type Budget, type ExploredUpload, nameOf, type World } from "./world.ts";

/** The policy of an exploration: the shortest schedules in which each branch of the engine still occurs. */
export const explorePolicy: RetryPolicy = {
  ...defaultRetryPolicy,
  reconcileDelaysMs: [1000, 60_000],
  resendDelaysMs: [0, 60_000],
  extraReconciles: 0,
  pendingReconciles: 0,
};

/** The length (seconds) and shape (width / height) of every file: all of them can be confused. */
export const exploredLength = 12;
export const exploredShape = 0.5625;
export const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 0, 1);

/** What the explored world may do; a smaller budget gives fewer states. */
export interface WorldOptions {
  /** Number of uploads in the queue, 1 or 2. The second is too large to be sent again without asking the user. */
  uploads: number;
  /** Whether the uploads are being sent already, rather than added a moment ago. */
  begun: boolean;
  budget: Budget;
  editsPerUpload: number;
  changesPerFile: number;
}

function newUpload(upload: number, { begun, editsPerUpload, changesPerFile }: WorldOptions): ExploredUpload {
  const name = nameOf(upload);
  const row = sampleRow({
    id: name,
    position: upload,
    fingerprint: name,
    state: { phase: "checking" },
    lengthSeconds: exploredLength,
    aspectRatio: exploredShape,
    details: { ...newDetails(name, "public"), stayPrivate: upload === 0 },
  });
  const sizeBytes = upload === 0 ? row.file.sizeBytes : explorePolicy.maxBytesToAsk + 1;
  const attempt = { startedAtMs: startMs, libraryMark: 0, newestKnownMs: 0, bodies: [], boundary: "b" };
  const sending = { state: { phase: "sending", held: false }, attempts: 1, attempt } as const;
  const transfer = { attempt: 1, stage: "sending", barrierTimedOut: false, suspect: false, answer: null } as const;
  return {
    row: { ...row, file: { ...row.file, sizeBytes }, ...(begun ? sending : {}) },
    file: "same",
    editsLeft: editsPerUpload,
    changesLeft: changesPerFile,
    due: begun ? [] : ["checkFile"],
    transfer: begun ? transfer : null,
    reconcile: null,
    saving: null,
    refused: false,
    misledTo: null,
  };
}

/** A queue of uploads, and a BigGo without videos. */
export function createWorld(options: WorldOptions): World {
  return {
    uploads: Array.from({ length: options.uploads }, (_, upload) => newUpload(upload, options)),
    running: true,
    paused: false,
    offline: false,
    held: false,
    nowMs: startMs,
    videos: [],
    bodies: [],
    ledger: new Map(),
    librarySeen: [],
    budget: options.budget,
  };
}
