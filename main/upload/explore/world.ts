import type { UploadRow } from "../model/upload-row.ts";
import type { AnswerError } from "./answer-errors.ts";

/** Work of the process that is due at some time. When it is done is a choice of the exploration. */
export type DueWork = "wake" | "checkFile" | "reconcile" | "reconcileNow" | "saveDetails" | "publish";

/** What travels back to the app once BigGo has processed a body. */
export type Answer = { videoId: string } | { error: AnswerError };

/** A request that uploads a file, up to its answer. */
export interface Transfer {
  attempt: number;
  /** `committed`: the row is stored as confirming, and the last bytes have not gone yet. */
  stage: "opening" | "sending" | "committed" | "whole";
  /** The upload has waited at the commit barrier for as long as it may. */
  barrierTimedOut: boolean;
  /** The network was lost and is back: the connection may be dead. */
  suspect: boolean;
  answer: Answer | null;
}

/** A reconcile between reading the listing and reporting what was found. */
export interface RunningReconcile {
  extra: boolean;
  /** The row as it was when the reconcile started. */
  row: UploadRow;
  /** BigGo's listing as it was read. */
  listing: readonly ExploredVideo[];
  /** The ledger's video for this content; null when there is none or BigGo no longer has it. */
  known: string | null;
}

/** One upload: its stored row, its file, and what the process holds in memory. */
export interface ExploredUpload {
  row: UploadRow;
  /** Against what was added. */
  file: "same" | "missing" | "changed";
  editsLeft: number;
  /** How often the content of its file may still change. */
  changesLeft: number;
  due: readonly DueWork[];
  transfer: Transfer | null;
  reconcile: RunningReconcile | null;
  /** The revision of the details that is on its way to BigGo. */
  saving: number | null;
  /** BigGo has refused the file for good, and the user has not asked for another attempt since. */
  refused: boolean;
  /** The video that the user has wrongly called this upload's. */
  misledTo: string | null;
}

/** A whole body on its way to BigGo. It arrives or gets lost without the app. */
export interface Body {
  content: string;
  upload: number;
  attempt: number;
  /** The user has said that what becomes of it is not this upload's. */
  disowned: boolean;
}

/** A video on BigGo. */
export interface ExploredVideo {
  videoId: string;
  content: string;
  origin: "upload" | "another device";
  createdAtMs: number;
  aspectRatio: number;
  status: "processing" | "complete" | "broken" | "gone";
  /** Whether the listing shows it yet. */
  listed: boolean;
  /** Edited or described by another device. */
  touched: boolean;
  /** The revision of the details that BigGo has; 0 for none. */
  revision: number;
  disowned: boolean;
}

/** How often each thing may still happen that would otherwise make the number of states infinite. */
export interface Budget {
  foreignVideos: number;
  foreignEdits: number;
  deletions: number;
  /** Long absences, in which hours pass. */
  absences: number;
}

/** The app, its files, BigGo and another device of the same account, at one moment. */
export interface World {
  uploads: ExploredUpload[];
  running: boolean;
  /** The whole queue is paused; stored. */
  paused: boolean;
  offline: boolean;
  /** The queue is held by a rate limit, the key, the certificate or a back-off. */
  held: boolean;
  nowMs: number;
  videos: ExploredVideo[];
  bodies: Body[];
  /** Content → video; stored. */
  ledger: ReadonlyMap<string, string>;
  /** The library's videos in the order in which it first saw them; stored. */
  librarySeen: readonly string[];
  budget: Budget;
}

/** The name of an upload in events: A, B, … */
export const nameOf = (upload: number) => String.fromCharCode(65 + upload);

/** A copy whose lists can be changed without changing the world; what is in the lists is replaced, never changed. */
export function copyWorld(world: World): World {
  return { ...world, uploads: [...world.uploads], videos: [...world.videos], bodies: [...world.bodies] };
}
