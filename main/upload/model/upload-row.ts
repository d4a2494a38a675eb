import type { AppErrorValue } from "../../../shared/errors.ts";
import type { UploadState } from "../../../shared/model/upload.ts";
import type { Details } from "../../../shared/model/video.ts";

/** What says that a file is still the one that was added. Numbers beyond 2^53 are kept as decimal strings. */
export interface FileIdentity {
  /** Absolute. Never leaves the main process. */
  path: string;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  device: string;
  inode: string;
  /** Modification time in ns since the epoch. */
  mtimeNs: string;
}

/**
 * What was on BigGo when the last bytes of an attempt went out: whatever was there before them is not this attempt's.
 */
export interface SeenBefore {
  /** A point in the library's order of first sights. */
  libraryMark: number;
  /**
   * When the newest video was made that BigGo listed by then, by BigGo's own clock, epoch ms; 0 where it listed none,
   * null where nobody had asked. A clock of ours that is wrong or was set cannot hide what came after.
   */
  newestKnownMs: number | null;
}

/** The last time a row's bytes were started. */
export interface Attempt extends SeenBefore {
  /** Epoch ms. */
  startedAtMs: number;
  /** The multipart boundary of its body. */
  boundary: string;
}

/** An upload as it is stored. The state machine maps one to the next; nobody changes one in place. */
export interface UploadRow {
  readonly id: string;
  /** Order in the queue, ascending. */
  readonly position: number;
  readonly addedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly file: FileIdentity;
  readonly fingerprint: string;
  readonly lengthSeconds: number | null;
  readonly aspectRatio: number | null;
  readonly state: UploadState;
  /** How many times its bytes were started; also names the attempt that an event belongs to. */
  readonly attempts: number;
  /** Failures since anything last went well: the exponent of the backoff. */
  readonly failures: number;
  readonly attempt: Attempt | null;
  /** True once an attempt may have arrived without an answer: from then on 1002 means "it is there". */
  readonly uncertainBefore: boolean;
  /** True once BigGo said (1002) that it has this content: from then on it is only looked for, never sent. */
  readonly confirmedDuplicate: boolean;
  /** How often BigGo was looked at for the uncertain attempt. */
  readonly reconcileAttempts: number;
  readonly details: Details;
  /** Grows with each change of the details; `savedRevision` is the one BigGo has confirmed (0: none). */
  readonly detailsRevision: number;
  readonly savedRevision: number;
  readonly saveError: AppErrorValue | null;
}

/** The video a row became, if it did. */
export function videoIdOf(row: UploadRow): string | null {
  const { state } = row;
  return "videoId" in state ? state.videoId : null;
}

/** True while something is still to be sent or saved, and nobody is asked for anything. */
export function goesOnByItself({ state }: UploadRow): boolean {
  const { phase } = state;
  if (phase === "uncertain") return state.candidates.length === 0;
  return ["checking", "queued", "sending", "confirming", "saving", "waiting"].includes(phase);
}

/** True when nothing more will happen to the row by itself and nothing is asked of anyone. */
export function isFinished(row: UploadRow): boolean {
  const { phase } = row.state;
  return phase === "complete" || phase === "cancelled" || phase === "duplicate" || phase === "failed";
}

/**
 * Whether the row owns its video's details: until BigGo has confirmed them. Afterwards the library does. A duplicate's
 * video came from elsewhere, so its row never owns it.
 */
export function ownsDetails(row: UploadRow): boolean {
  return row.savedRevision < row.detailsRevision && row.state.phase !== "duplicate";
}

/** Whether a completed upload still has details to send, or an access to change. */
export function hasUnsavedDetails(row: UploadRow): boolean {
  return row.state.phase === "complete" && (row.savedRevision < row.detailsRevision || row.details.stayPrivate);
}
