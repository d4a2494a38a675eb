import type { AppErrorValue } from "../../../shared/errors.ts";
import type { MediaFacts } from "../../../shared/model/media.ts";
import type { UploadState } from "../../../shared/model/upload.ts";
import type { Details } from "../../../shared/model/video.ts";
import type { Content } from "./content.ts";

/** Identifies the file that was added. Numbers that can exceed 2^53 are decimal strings. */
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
  /**
   * Time of the last change of content or attributes in ns since the epoch, which programs cannot set. Absent in rows of
   * earlier versions.
   */
  ctimeNs?: string;
}

/**
 * What BigGo listed when the last bytes of an attempt were sent. A video that existed before them is not this
 * attempt's.
 */
export interface SeenBefore {
  /** A position in the order in which the library first saw its videos. */
  libraryMark: number;
  /**
   * Creation time of the newest video listed by then, by BigGo's clock, epoch ms; 0 when none was listed, null when the
   * listing had not been read. Using BigGo's clock makes this immune to a wrong or changed local clock.
   */
  newestKnownMs: number | null;
}

/** From the start to the last bytes of a whole body, by BigGo's clock, epoch ms. */
export interface SentBody {
  fromMs: number;
  toMs: number;
}

/** What is known when the last bytes of an attempt go out. */
export interface LastBytes extends SeenBefore {
  /** Of the bytes that were sent; null or absent when it could not be computed. */
  contentHash?: string | null;
  /** Null when BigGo's clock is not known. */
  body: SentBody | null;
}

/** A row's latest attempt, or its first uncertain one. */
export interface Attempt extends SeenBefore {
  /** Epoch ms. */
  startedAtMs: number;
  /** What each of these bodies created was created while it was sent, or soon after. Empty in rows of earlier versions. */
  bodies: readonly (SentBody | null)[];
  /** The multipart boundary of the body. */
  boundary: string;
  /** How many attempts of the row, this one included, ended because the token was refused; 0 when absent. */
  expiries?: number;
}

/** An upload as stored. Immutable: the state machine maps each row to the next one. */
export interface UploadRow extends Content {
  readonly id: string;
  /** Sort key of the queue, ascending. */
  readonly position: number;
  readonly addedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly file: FileIdentity;
  readonly lengthSeconds: number | null;
  readonly aspectRatio: number | null;
  /** Null in rows of earlier versions. */
  readonly media: MediaFacts | null;
  readonly state: UploadState;
  /** Number of attempts so far; also identifies the attempt that an event belongs to. */
  readonly attempts: number;
  /** Consecutive failures: the exponent of the backoff. */
  readonly failures: number;
  readonly attempt: Attempt | null;
  /** True once an attempt may have arrived without a response: from then on 1002 means that it did arrive. */
  readonly uncertainBefore: boolean;
  /** True once BigGo reported a duplicate (1002): from then on the row is only reconciled, never sent. */
  readonly confirmedDuplicate: boolean;
  /** Number of reconciles of the uncertain attempt so far. */
  readonly reconcileAttempts: number;
  readonly details: Details;
  /** Incremented by each change of the details; `savedRevision` is the one BigGo has confirmed (0: none). */
  readonly detailsRevision: number;
  readonly savedRevision: number;
  readonly saveError: AppErrorValue | null;
}

/** A row's file, and the content that was added. */
export type AddedFile = Pick<UploadRow, "file" | "fingerprint" | "contentHash">;

/** The row's video; null when it has none, or only a guess: that one is never changed from here. */
export function videoIdOf(row: UploadRow): string | null {
  const { state } = row;
  if (state.phase === "duplicate" && state.isGuess === true) return null;
  return "videoId" in state ? state.videoId : null;
}

/** Whether the upload failed after a whole body: it has no video, and one may turn up that BigGo stored all the same. */
export function videoMayTurnUp({ state, attempt }: UploadRow): boolean {
  return state.phase === "failed" && state.videoId === null && attempt !== null && attempt.bodies.length > 0;
}

/** Whether the row still has bytes or details to send and needs no action by the user. */
export function isInProgress({ state }: UploadRow): boolean {
  const { phase } = state;
  if (phase === "uncertain") return state.candidates.length === 0;
  return ["checking", "queued", "sending", "confirming", "saving", "waiting"].includes(phase);
}

/** Whether nothing more happens to the row automatically and no action by the user is needed. */
export function isFinished(row: UploadRow): boolean {
  const { phase } = row.state;
  return phase === "complete" || phase === "cancelled" || phase === "duplicate" || phase === "failed";
}

/**
 * Whether the row owns its video's details. It does until BigGo has confirmed them; then the library owns them. The
 * video of a duplicate came from elsewhere, so its row never owns it.
 */
export function ownsDetails(row: UploadRow): boolean {
  return row.savedRevision < row.detailsRevision && row.state.phase !== "duplicate";
}

/** Whether a completed upload still has unsaved details or an unapplied publish intent. */
export function hasUnsavedDetails(row: UploadRow): boolean {
  return row.state.phase === "complete" && (row.savedRevision < row.detailsRevision || row.details.stayPrivate);
}

/** Whether BigGo's listing can say what became of the row. */
export function isReconcilable(row: UploadRow): boolean {
  return row.state.phase === "uncertain" || row.state.phase === "duplicate" || videoMayTurnUp(row);
}
