import type { AppErrorValue } from "../../../shared/errors.ts";
import type { NeedsFileReason, StorageTrouble } from "../../../shared/model/upload.ts";
import type { DetailsPatch } from "../../../shared/model/video.ts";
import type { SendFailure } from "./send-failure.ts";
import type { Attempt, FileIdentity, SeenBefore } from "./upload-row.ts";

/** What a look at BigGo's listing found for an uncertain upload. */
export type ReconcileResult =
  | { kind: "one"; videoId: string }
  | { kind: "none" }
  /**
   * The content was on BigGo before, as this video: BigGo takes each content once, so nothing new can have come of it.
   */
  | { kind: "repeat"; videoId: string }
  /** More than one video, or one that could as well be another row's. */
  | { kind: "several"; videoIds: string[] }
  /** One video that may be it; its length is not known yet and may still tell. */
  | { kind: "likely"; videoId: string }
  | { kind: "unreadable"; error: AppErrorValue };

/** What BigGo reported of a video that it processes: `gone` when it does not exist any more. */
export type VideoStatus = "processing" | "complete" | "broken" | "gone";

/** Everything that can happen to an upload. `atMs` is epoch ms; `random` is uniform in [0, 1). */
export type UploadEvent =
  | { type: "fileChecked"; problem: NeedsFileReason | null }
  | { type: "slotGranted"; attempt: Attempt }
  | { type: "lastBytesReady"; attempt: number; seen: SeenBefore }
  | { type: "arrived"; attempt: number; videoId: string }
  /** `begun`: bytes of the file went out; an attempt that never came so far counts for nothing. */
  | { type: "sendFailed"; attempt: number; begun: boolean; failure: SendFailure; atMs: number; random: number }
  /** The connection of a held attempt was held long enough. */
  | { type: "releaseConnection"; attempt: number }
  /** The network was away, and the attempt's connection did not live through it. */
  | { type: "stuck"; attempt: number }
  /** `extra`: a look besides those that are due. It can find the video, and its finding nothing says nothing. */
  | { type: "reconciled"; found: ReconcileResult; extra: boolean; atMs: number }
  | { type: "detailsSaved"; revision: number }
  /** `retryAfterMs`: how long BigGo asked to be left alone, where it did. */
  | {
      type: "detailsFailed";
      revision: number;
      error: AppErrorValue;
      random: number;
      retryAfterMs?: number | undefined;
    }
  | { type: "statusSeen"; status: VideoStatus; keywords: string[]; atMs: number }
  /** The delay that the row asked for has passed. */
  | { type: "timeUp" }
  /** The network is there again: whoever waits for it need not wait for their time. */
  | { type: "networkReturned" }
  | { type: "detailsEdited"; patch: DetailsPatch }
  /** The details were changed after BigGo had them, elsewhere in the app: the row only shows them. */
  | { type: "detailsMirrored"; patch: DetailsPatch }
  /** What is to become of the video when it is complete; nothing is sent for it. */
  | { type: "publishIntentSet"; patch: Pick<DetailsPatch, "access" | "stayPrivate"> }
  /** The library has taken over that the video becomes what was chosen. */
  | { type: "published" }
  | { type: "saveRequested" }
  | { type: "cancelRequested"; atMs: number }
  | { type: "retryRequested" }
  | { type: "pauseRequested" }
  | { type: "queuePaused" }
  | { type: "queueResumed" }
  | { type: "resumeRequested" }
  | {
      type: "newFileTaken";
      file: FileIdentity;
      fingerprint: string;
      lengthSeconds: number | null;
      aspectRatio: number | null;
    }
  /** The same file, found under another name. */
  | { type: "fileMoved"; file: FileIdentity }
  | { type: "candidateChosen"; videoId: string | null }
  /** The video was found to be another row's. */
  | { type: "candidateTaken"; videoId: string };

/** What is to be done after a transition was stored. */
export type UploadEffect =
  | { type: "checkFile"; afterMs: number }
  | { type: "send" }
  | { type: "abortSend" }
  /** Stop sending, and keep the connection for a while. */
  | { type: "holdSend" }
  | { type: "continueSend" }
  | { type: "reconcile"; afterMs: number }
  | { type: "reconcileNow" }
  | { type: "saveDetails"; afterMs: number }
  /** The video becomes what was chosen. */
  | { type: "publish" }
  | { type: "wake"; afterMs: number }
  /** A video of ours came to be: the ledger and the library are to know. */
  | { type: "rememberVideo"; videoId: string }
  | { type: "holdForRateLimit"; retryAfterMs: number | undefined }
  | { type: "holdSignedOut"; error: AppErrorValue }
  | { type: "holdBlocked"; error: AppErrorValue }
  | { type: "holdForStorage"; storage: StorageTrouble }
  /** Nothing is begun for a while: no connection could be made. */
  | { type: "backOffQueue"; forMs: number };
