import type { AppErrorValue } from "../../../shared/errors.ts";
import type { MediaFacts } from "../../../shared/model/media.ts";
import type { NeedsFileReason, StorageFailure } from "../../../shared/model/upload.ts";
import type { DetailsPatch } from "../../../shared/model/video.ts";
import type { SendFailure } from "./send-failure.ts";
import type { Attempt, FileIdentity, LastBytes } from "./upload-row.ts";

/** The result of reconciling an upload with BigGo. */
export type ReconcileResult =
  | { kind: "one"; videoId: string }
  | { kind: "none" }
  /** This video had the same content before. BigGo accepts each content once, so the upload created no video. */
  | { kind: "duplicate"; videoId: string }
  /** Several videos match, or one that could equally belong to another row. */
  | { kind: "several"; videoIds: string[] }
  /** These may match; BigGo still processes them, and their length, which would decide, is not known yet. */
  | { kind: "pending"; videoIds: string[] }
  /** Nothing speaks against one video, and too little for it: its length or the file's is unknown. */
  | { kind: "weak"; videoId: string }
  | { kind: "unreadable"; error: AppErrorValue };

/** The processing status of a video as BigGo reports it; `gone` when the video no longer exists. */
export type VideoStatus = "processing" | "complete" | "broken" | "gone";

/** Every event of an upload. `atMs` is epoch ms; `random` is uniform in [0, 1). */
export type UploadEvent =
  /** `file`: the file as it is now, when the drive has renumbered it. */
  | { type: "fileChecked"; problem: NeedsFileReason | null; file?: FileIdentity }
  | { type: "slotGranted"; attempt: Attempt }
  | { type: "lastBytesReady"; attempt: number; seen: LastBytes }
  /** `contentHash`: of the bytes that were sent; null or absent when it is not known. */
  | { type: "arrived"; attempt: number; videoId: string; contentHash?: string | null }
  /** `bodyStarted`: bytes of the file were sent. An attempt that failed before that does not count. */
  | { type: "sendFailed"; attempt: number; bodyStarted: boolean; failure: SendFailure; atMs: number; random: number }
  /** The time for which a held attempt keeps its connection has passed. */
  | { type: "releaseConnection"; attempt: number }
  /** The attempt's connection did not survive a loss of the network. */
  | { type: "stuck"; attempt: number }
  /** `extra`: an unscheduled reconcile. It can find the video, but finding none proves nothing. */
  | { type: "reconciled"; found: ReconcileResult; extra: boolean; atMs: number }
  | { type: "detailsSaved"; revision: number }
  /** `retryAfterMs`: the delay of `Retry-After`, when BigGo gave one. */
  | {
      type: "detailsFailed";
      revision: number;
      error: AppErrorValue;
      random: number;
      retryAfterMs?: number | undefined;
    }
  | { type: "statusSeen"; status: VideoStatus; keywords: string[]; atMs: number }
  /** The delay of a `wake` effect has passed. */
  | { type: "waitElapsed" }
  /** The network is back: rows that wait for it are retried now. */
  | { type: "networkReturned" }
  | { type: "detailsEdited"; patch: DetailsPatch }
  /** The library changed details that BigGo had confirmed: the row only shows them. */
  | { type: "detailsMirrored"; patch: DetailsPatch }
  /** Sets what the video becomes on completion; nothing is sent now. */
  | { type: "publishIntentSet"; patch: Pick<DetailsPatch, "access" | "stayPrivate"> }
  /** The library has accepted the publish intent as an edit of the video. */
  | { type: "published" }
  | { type: "saveRequested" }
  | { type: "cancelRequested"; atMs: number }
  | { type: "retryRequested" }
  | { type: "pauseRequested" }
  | { type: "queuePaused" }
  | { type: "queueResumed" }
  | { type: "resumeRequested" }
  | {
      type: "changedFileAccepted";
      file: FileIdentity;
      fingerprint: string;
      /** Null or absent when it is not known. */
      contentHash?: string | null;
      lengthSeconds: number | null;
      aspectRatio: number | null;
      media: MediaFacts | null;
    }
  /** The same content was found under another path, or with another device, inode or time. */
  | { type: "fileMoved"; file: FileIdentity }
  | { type: "candidateChosen"; videoId: string | null }
  /** The video turned out to belong to another row. */
  | { type: "candidateTaken"; videoId: string };

/** A side effect, performed after its transition is committed. */
export type UploadEffect =
  | { type: "checkFile"; afterMs: number }
  | { type: "send" }
  | { type: "abortSend" }
  /** Stops sending and keeps the connection open for a while. */
  | { type: "holdSend" }
  | { type: "continueSend" }
  | { type: "reconcile"; afterMs: number }
  | { type: "reconcileNow" }
  /** `isNew`: the video has just been created, so no other device can have changed it. */
  | { type: "saveDetails"; afterMs: number; isNew?: true }
  /** Applies the publish intent. */
  | { type: "publish" }
  | { type: "wake"; afterMs: number }
  /** The upload became a video: records it in the ledger and the library. */
  | { type: "rememberVideo"; videoId: string }
  | { type: "holdForRateLimit"; retryAfterMs: number | undefined }
  | { type: "holdSignedOut"; error: AppErrorValue }
  | { type: "holdBlocked"; error: AppErrorValue }
  | { type: "holdForStorage"; storage: StorageFailure }
  /** Starts nothing for a while: no connection could be made. */
  | { type: "backOffQueue"; forMs: number };
