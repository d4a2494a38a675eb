import { saysGone } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import type { ReconcileResult } from "../model/upload-event.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";

export interface ReconcileDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** Removes a video from the ledger that BigGo no longer has. */
  forget: (videoId: string) => void;
  /** Whether another row or the ledger owns the video, or the library had seen it at `mark`. */
  isTaken: (videoId: string, rowId: string, mark: number) => boolean;
  /** All of the account's videos, as last seen. */
  libraryVideos: () => Video[];
  /** The whole queue. */
  rows: () => readonly UploadRow[];
  /** The video that the ledger records for this content; null when there is none. */
  findInLedger: (fingerprint: string) => string | null;
}

/** Allowance for clock skew between BigGo and this computer, and for a listing that shows videos late, ms. */
const toleranceMs = 10 * 60_000;
/** An attempt abandoned this long before another one started is not ambiguous with it, ms. */
const staleAttemptMs = 3600_000;
/** Maximum difference between two programs' readings of the same video's length, in seconds. */
const lengthTolerance = 1.5;
/** The listing is newest first; no account adds this many pages between an attempt and its reconcile. */
const maxPages = 10;

/** Whether BigGo still has a video of the ledger, which forgets it if not: it may have been deleted elsewhere. */
async function stillExists(videoId: string, { videos, forget }: ReconcileDeps): Promise<boolean> {
  try {
    await videos.get(videoId);
    return true;
  } catch (error) {
    if (!saysGone(error)) throw error;
    forget(videoId);
    return false;
  }
}

async function listNewerThan(listOwn: VideosApi["listOwn"], sinceMs: number): Promise<Video[]> {
  const found: Video[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const { videos } = await listOwn(page);
    found.push(...videos.filter((video) => video.createdAtMs >= sinceMs));
    if (videos.length === 0 || videos.some((video) => video.createdAtMs < sinceMs)) break;
  }
  return found;
}

/** Whether two lengths (seconds) can belong to the same video; null matches any. */
function sameLength(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= lengthTolerance;
}

/** Whether one row's video could be confused with the other's: its length is the only evidence BigGo provides. */
export function isAmbiguousWith(a: UploadRow, b: UploadRow): boolean {
  return sameLength(a.lengthSeconds, b.lengthSeconds);
}

/** Other rows with an unresolved attempt that could have created the same video. */
function ambiguousRows(row: UploadRow, rows: readonly UploadRow[]): UploadRow[] {
  const isAbandoned = ({ state }: UploadRow) => state.phase === "cancelled" || state.phase === "failed";
  const startedAt = ({ attempt, addedAtMs }: UploadRow) => attempt?.startedAtMs ?? addedAtMs;
  // A video from an attempt abandoned long before this one started would already have been seen.
  const isStale = (other: UploadRow) => isAbandoned(other) && startedAt(row) - startedAt(other) > staleAttemptMs;
  const isUnresolved = (other: UploadRow) =>
    other.state.phase === "confirming" || (other.uncertainBefore && videoIdOf(other) === null && !isStale(other));
  return rows.filter((other) => other.id !== row.id && isUnresolved(other) && isAmbiguousWith(other, row));
}

/** The pure part: which of the videos newer than the attempt the row can have become. `rows` is the whole queue. */
export function matchCandidates(row: UploadRow, videos: readonly Video[], rows: readonly UploadRow[]): ReconcileResult {
  const candidates = videos.filter((video) => sameLength(video.lengthSeconds, row.lengthSeconds));
  const [first, ...others] = candidates;
  if (first === undefined) return { kind: "none" };
  // A row salvaged from a damaged database may never have been sent, so it never adopts a video without asking.
  const hasNoAttempt = row.attempt === null;
  const isAmbiguous = others.length > 0 || hasNoAttempt || ambiguousRows(row, rows).length > 0;
  if (isAmbiguous) return { kind: "several", videoIds: candidates.map((video) => video.videoId) };
  // A video in BigGo's queue has no length yet. When the row's length is known, waiting for it beats guessing.
  const isLengthPending = row.lengthSeconds !== null && first.lengthSeconds === null;
  return { kind: isLengthPending ? "likely" : "one", videoId: first.videoId };
}

/**
 * Finds out whether an upload whose response was lost is on BigGo. Candidates are the account's videos that are newer
 * than the attempt and owned by no other row, matched by length where both are known; an ambiguous match is left to the
 * user. Rejects when the listing cannot be read.
 */
export async function reconcile(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row.fingerprint);
  if (known !== null && (await stillExists(known, deps))) return { kind: "duplicate", videoId: known };
  const mark = row.attempt?.libraryMark ?? 0;
  const sinceMs = row.attempt?.newestKnownMs ?? row.attempt?.startedAtMs ?? row.addedAtMs;
  const videos = await listNewerThan(deps.videos.listOwn, sinceMs - toleranceMs);
  return matchCandidates(
    row,
    videos.filter((video) => !deps.isTaken(video.videoId, row.id, mark)),
    deps.rows(),
  );
}

/** Maximum difference between two programs' readings of the same video's aspect ratio (width / height). */
const aspectRatioTolerance = 0.02;

function sameAspectRatio(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= aspectRatioTolerance;
}

/**
 * Finds the video of an upload that BigGo refused as a duplicate (1002): the one in the ledger, or the only one in the
 * library with its length and aspect ratio. It only serves as a link, so none is better than a wrong one. Rejects when
 * BigGo cannot be reached.
 */
export async function findDuplicate(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row.fingerprint);
  if (known !== null && (await stillExists(known, deps))) return { kind: "duplicate", videoId: known };
  const matches = ({ lengthSeconds, aspectRatio }: Video) =>
    lengthSeconds !== null &&
    row.lengthSeconds !== null &&
    sameLength(lengthSeconds, row.lengthSeconds) &&
    sameAspectRatio(aspectRatio, row.aspectRatio);
  const [first, ...others] = deps.libraryVideos().filter(matches);
  return first !== undefined && others.length === 0 ? { kind: "one", videoId: first.videoId } : { kind: "none" };
}
