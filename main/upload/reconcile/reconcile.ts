import { isSameLength, isSameShape } from "../../../shared/model/alike.ts";
import type { PictureVerdict } from "../../../shared/model/pictures.ts";
import { saysGone } from "../../biggo/biggo-error.ts";
import type { VideosApi } from "../../biggo/videos.ts";
import type { Video } from "../../biggo/wire/video.ts";
import type { Content } from "../model/content.ts";
import type { ReconcileResult } from "../model/upload-event.ts";
import { type Attempt, type UploadRow, videoIdOf, videoMayTurnUp } from "../model/upload-row.ts";

export interface ReconcileDeps {
  videos: Pick<VideosApi, "listOwn" | "get">;
  /** Removes a video from the ledger that BigGo no longer has. */
  forget: (videoId: string) => void;
  /** Whether another row or the ledger owns the video, or the library had seen it at `mark`. */
  isTaken: (videoId: string, rowId: string, mark: number) => boolean;
  /** All of the account's videos, as last seen. */
  libraryVideos: () => readonly Pick<Video, "videoId" | "lengthSeconds" | "aspectRatio">[];
  /** The whole queue. */
  rows: () => readonly UploadRow[];
  /** Compares the pictures of a video with the film of an upload; never known by default. Never rejects. */
  comparePictures?: (uploadId: string, video: Video) => Promise<PictureVerdict>;
  /** The video that the ledger records for this very content; null when there is none. */
  findInLedger: (content: Content) => string | null;
}

/** Allowance for clock skew between BigGo and this computer, and for a listing that shows videos late, ms. */
const toleranceMs = 10 * 60_000;
/** How long after an attempt's last bytes BigGo may create its video, by BigGo's clock, ms: longer than it is awaited. */
const creationMs = 11 * 60_000;
/** How far its clock and its times of creation may differ by rounding, ms. */
const roundingMs = 60_000;
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

/** Whether nothing but its pictures and its time can prove that one row's video is not the other's. */
function isAmbiguousWith(a: UploadRow, b: UploadRow): boolean {
  return isSameLength(a.lengthSeconds, b.lengthSeconds) && isSameShape(a.aspectRatio, b.aspectRatio);
}

/** Whether one of the row's bodies can have created the video then; unknown times rule nothing out. */
function isInTime({ createdAtMs }: Video, { attempt }: UploadRow): boolean {
  if (attempt === null || attempt.bodies.length === 0) return true;
  return attempt.bodies.some(
    (body) => body === null || (createdAtMs >= body.fromMs - roundingMs && createdAtMs <= body.toMs + creationMs),
  );
}

/** Whether BigGo's clock was known whenever the row may have created a video. */
const isTimeKnown = ({ bodies }: Attempt) => bodies.length > 0 && !bodies.includes(null);

/** From when on BigGo can have created the row's video, by its own clock wherever that is known, epoch ms. */
function possibleSinceMs({ attempt, addedAtMs }: UploadRow): number {
  if (attempt === null) return addedAtMs;
  if (attempt.newestKnownMs !== null) return attempt.newestKnownMs;
  const starts = attempt.bodies.flatMap((body) => body?.fromMs ?? []);
  return isTimeKnown(attempt) ? Math.min(...starts) : attempt.startedAtMs;
}

/** Whether an unresolved attempt of another row can have created the video. */
function isOfOtherRow(video: Video, row: UploadRow, rows: readonly UploadRow[]): boolean {
  const isUnresolved = (other: UploadRow) =>
    other.state.phase === "confirming" ||
    (other.uncertainBefore && videoIdOf(other) === null) ||
    // BigGo may have stored what it refused: its video can turn up at any time.
    videoMayTurnUp(other);
  return rows.some(
    (other) => other.id !== row.id && isUnresolved(other) && isAmbiguousWith(other, row) && isInTime(video, other),
  );
}

/** A new video has no description and was never edited: until the row has found it, nothing of ours changes it. */
const isUntouched = ({ edited, description }: Video) => !edited && description === "";

/** How much speaks for a video; `pending`: what decides is known once BigGo has processed it. */
type Evidence = "none" | "weak" | "pending" | "strong";

function evidenceWithoutPictures(video: Video, row: UploadRow): Evidence {
  const hasLength = video.lengthSeconds !== null && row.lengthSeconds !== null;
  if (!isSameLength(video.lengthSeconds, row.lengthSeconds) || !isInTime(video, row)) return "none";
  if (!isSameShape(video.aspectRatio, row.aspectRatio)) return "none";
  // A row salvaged from a damaged database may have become this video and saved its details.
  if (row.attempt === null) return "weak";
  if (!isUntouched(video)) return row.confirmedDuplicate ? "weak" : "none";
  // Its length and its pictures are complete when it is.
  if (video.processing) return "pending";
  if (row.lengthSeconds !== null && video.lengthSeconds === null) return "weak";
  // Without BigGo's clock it may have been created hours later.
  if (!isTimeKnown(row.attempt)) return "weak";
  // Where BigGo has the content (1002), this is when it can have arrived.
  return hasLength || row.confirmedDuplicate ? "strong" : "weak";
}

/** What the pictures of each candidate say; nothing is known of the others. */
type PictureVerdicts = ReadonlyMap<string, PictureVerdict>;

/** Pictures prove more than a length: those of another film exclude a video, those of this one make up for what is not known. */
function evidenceFor(video: Video, row: UploadRow, verdicts: PictureVerdicts): Evidence {
  const evidence = evidenceWithoutPictures(video, row);
  const verdict = verdicts.get(video.videoId) ?? "unknown";
  if (evidence === "none" || evidence === "pending" || verdict === "unknown" || row.attempt === null) return evidence;
  if (verdict === "same") return "strong";
  // Where BigGo has the content (1002), its own pictures of it may only look different.
  return row.confirmedDuplicate ? evidence : "none";
}

/**
 * The pure part: which of the videos newer than the attempt the row can have become. `rows` is the whole queue. Nothing is
 * adopted on a coincidence: time, length, shape and untouched details must all agree (docs/decisions/0008).
 */
export function matchCandidates(
  row: UploadRow,
  videos: readonly Video[],
  rows: readonly UploadRow[],
  verdicts: PictureVerdicts = new Map(),
): ReconcileResult {
  const candidates = videos.flatMap((video) => {
    const evidence = evidenceFor(video, row, verdicts);
    return evidence === "none" ? [] : [{ video, evidence }];
  });
  const [first, ...others] = candidates;
  if (first === undefined) return { kind: "none" };
  const videoIds = candidates.map(({ video }) => video.videoId);
  if (candidates.some(({ evidence }) => evidence === "pending")) return { kind: "pending", videoIds };
  const isAmbiguous = others.length > 0 || row.attempt === null || isOfOtherRow(first.video, row, rows);
  if (isAmbiguous) return { kind: "several", videoIds };
  return { kind: first.evidence === "strong" ? "one" : "weak", videoId: first.video.videoId };
}

/** More candidates than this are left to the user anyway. */
const maxCompared = 4;

/** Whether the pictures of a video may decide. */
function isComparable(video: Video, row: UploadRow): boolean {
  const evidence = evidenceWithoutPictures(video, row);
  return evidence === "weak" || evidence === "strong";
}

/**
 * Finds out whether an upload whose response was lost is on BigGo. Candidates are the account's videos that are newer
 * than the attempt and owned by no other row, matched by length where both are known; an ambiguous match is left to the
 * user. Rejects when the listing cannot be read.
 */
export async function reconcile(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row);
  if (known !== null && (await stillExists(known, deps))) return { kind: "duplicate", videoId: known };
  const mark = row.attempt?.libraryMark ?? 0;
  const videos = await listNewerThan(deps.videos.listOwn, possibleSinceMs(row) - toleranceMs);
  const free = videos.filter((video) => !deps.isTaken(video.videoId, row.id, mark));
  const verdicts = new Map<string, PictureVerdict>();
  for (const video of free.filter((each) => isComparable(each, row)).slice(0, maxCompared)) {
    verdicts.set(video.videoId, (await deps.comparePictures?.(row.id, video)) ?? "unknown");
  }
  return matchCandidates(row, free, deps.rows(), verdicts);
}

/**
 * Finds the video of an upload that BigGo refused as a duplicate (1002): the one in the ledger, or the only one in the
 * library with its length and aspect ratio. It only serves as a link, so none is better than a wrong one. Rejects when
 * BigGo cannot be reached.
 */
export async function findDuplicate(row: UploadRow, deps: ReconcileDeps): Promise<ReconcileResult> {
  const known = deps.findInLedger(row);
  if (known !== null && (await stillExists(known, deps))) return { kind: "duplicate", videoId: known };
  const matches = ({ lengthSeconds, aspectRatio }: Pick<Video, "lengthSeconds" | "aspectRatio">) =>
    lengthSeconds !== null &&
    row.lengthSeconds !== null &&
    isSameLength(lengthSeconds, row.lengthSeconds) &&
    isSameShape(aspectRatio, row.aspectRatio);
  const [first, ...others] = deps.libraryVideos().filter(matches);
  return first !== undefined && others.length === 0 ? { kind: "one", videoId: first.videoId } : { kind: "none" };
}
