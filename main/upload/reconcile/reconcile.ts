import { saysGone } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import type { ReconcileResult } from "../model/upload-event.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";

export interface ReconcileDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** The ledger's video is gone from BigGo. */
  forget: (videoId: string) => void;
  /** Videos that another row or the ledger owns, or that the library had seen at `mark`. */
  isTaken: (videoId: string, rowId: string, mark: number) => boolean;
  /** All of the account's videos, as last seen. */
  libraryVideos: () => Video[];
  /** The whole queue. */
  rows: () => readonly UploadRow[];
  /** The video the ledger knows for this content. */
  findInLedger: (fingerprint: string) => string | null;
}

/** How far BigGo's clock may be from ours, and how late its listing may show an older video, ms. */
const toleranceMs = 10 * 60_000;
/** An attempt that was given up so long before another began is no rival of it, ms. */
const staleAttemptMs = 3600_000;
/** Lengths of the same video as two programs read it differ by less than this, in seconds. */
const lengthTolerance = 1.5;
/** The listing is newest first; nobody uploads this many pages of videos between an attempt and a look. */
const maxPages = 10;

/** Whether a video that the ledger knows is on BigGo yet: it may have been deleted elsewhere. */
async function isStillThere(videoId: string, { videos, forget }: ReconcileDeps): Promise<boolean> {
  try {
    await videos.get(videoId);
    return true;
  } catch (error) {
    if (!saysGone(error)) throw error;
    forget(videoId);
    return false;
  }
}

async function newerThan(listOwn: VideosApi["listOwn"], sinceMs: number): Promise<Video[]> {
  const found: Video[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const { videos } = await listOwn(page);
    found.push(...videos.filter((video) => video.createdAtMs >= sinceMs));
    if (videos.length === 0 || videos.some((video) => video.createdAtMs < sinceMs)) break;
  }
  return found;
}

/** Whether two lengths (seconds) can be the same video's; an unknown one can be any. */
function sameLength(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= lengthTolerance;
}

/** Whether a video that came of one row could be taken for the other's: BigGo tells its length and nothing else. */
export function isAmbiguousWith(a: UploadRow, b: UploadRow): boolean {
  return sameLength(a.lengthSeconds, b.lengthSeconds);
}

/** Other rows whose lost answer can have been the same video's: a video that fits both is nobody's by itself. */
function ambiguousRows(row: UploadRow, rows: readonly UploadRow[]): UploadRow[] {
  const isOver = ({ state }: UploadRow) => state.phase === "cancelled" || state.phase === "failed";
  const begunAt = ({ attempt, addedAtMs }: UploadRow) => attempt?.startedAtMs ?? addedAtMs;
  // What came of an attempt that was given up long before this one began was seen long ago.
  const isLongOver = (other: UploadRow) => isOver(other) && begunAt(row) - begunAt(other) > staleAttemptMs;
  const open = (other: UploadRow) =>
    other.state.phase === "confirming" || (other.uncertainBefore && videoIdOf(other) === null && !isLongOver(other));
  return rows.filter((other) => other.id !== row.id && open(other) && isAmbiguousWith(other, row));
}

/** Pure part: which of the videos newer than the attempt the row can have become. `rows` is the whole queue. */
export function judgeCandidates(row: UploadRow, videos: readonly Video[], rows: readonly UploadRow[]): ReconcileResult {
  const candidates = videos.filter((video) => sameLength(video.lengthSeconds, row.lengthSeconds));
  const [first, ...others] = candidates;
  if (first === undefined) return { kind: "none" };
  // Out of a damaged database: nobody knows whether it was ever sent, so no video is taken for its own unasked.
  const neverSeenSent = row.attempt === null;
  const contested = others.length > 0 || neverSeenSent || ambiguousRows(row, rows).length > 0;
  if (contested) return { kind: "several", videoIds: candidates.map((video) => video.videoId) };
  // A video still in the queue has no length yet: where ours is known, waiting for theirs decides better than guessing.
  const unsure = row.lengthSeconds !== null && first.lengthSeconds === null;
  return { kind: unsure ? "likely" : "one", videoId: first.videoId };
}

/**
 * Looks whether an upload whose answer was lost is on BigGo: own videos newer than the attempt
 * that nobody else owns, matched by length where both are known; what could as well be another row's is left to the
 * person. Rejects when the listing cannot be read.
 */
export async function reconcile(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row.fingerprint);
  if (known !== null && (await isStillThere(known, deps))) return { kind: "repeat", videoId: known };
  const mark = row.attempt?.libraryMark ?? 0;
  const sinceMs = row.attempt?.newestKnownMs ?? row.attempt?.startedAtMs ?? row.addedAtMs;
  const videos = await newerThan(deps.videos.listOwn, sinceMs - toleranceMs);
  return judgeCandidates(
    row,
    videos.filter((video) => !deps.isTaken(video.videoId, row.id, mark)),
    deps.rows(),
  );
}

/** Shapes of the same video as two programs read it differ by less than this (width / height). */
const shapeTolerance = 0.02;

function sameShape(a: number | null, b: number | null): boolean {
  return a === null || b === null || Math.abs(a - b) <= shapeTolerance;
}

/**
 * Which of the account's videos an upload repeats that BigGo refused as a repeat (1002): the one the ledger knows, or
 * the only one in the library of its length and shape. It is a link to look at and nothing else, so none is better than
 * a wrong one. Rejects when BigGo cannot be asked.
 */
export async function findDuplicate(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row.fingerprint);
  if (known !== null && (await isStillThere(known, deps))) return { kind: "repeat", videoId: known };
  const isIt = ({ lengthSeconds, aspectRatio }: Video) =>
    lengthSeconds !== null &&
    row.lengthSeconds !== null &&
    sameLength(lengthSeconds, row.lengthSeconds) &&
    sameShape(aspectRatio, row.aspectRatio);
  const [first, ...others] = deps.libraryVideos().filter(isIt);
  return first !== undefined && others.length === 0 ? { kind: "one", videoId: first.videoId } : { kind: "none" };
}
