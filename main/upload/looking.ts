import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { LookResult } from "./upload-event.ts";
import type { UploadRow } from "./upload-row.ts";

export interface LookDeps {
  listOwn: VideosApi["listOwn"];
  /** Videos that another row or the ledger owns, or that were seen on BigGo before `beforeMs` (epoch ms). */
  isTaken: (videoId: string, rowId: string, beforeMs: number) => boolean;
  /** The video the ledger knows for this content. */
  findInLedger: (fingerprint: string) => string | null;
}

/** How far BigGo's clock may be from ours, ms. */
const clockSkewMs = 10 * 60_000;
/** Lengths of the same video as two programs read it differ by less than this, in seconds. */
const lengthTolerance = 1.5;
/** The listing is newest first; nobody uploads this many pages of videos between an attempt and a look. */
const mostPages = 10;

async function newerThan(listOwn: LookDeps["listOwn"], sinceMs: number): Promise<Video[]> {
  const found: Video[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const { videos } = await listOwn(page);
    found.push(...videos.filter((video) => video.createdAtMs >= sinceMs));
    if (videos.length === 0 || videos.some((video) => video.createdAtMs < sinceMs)) break;
  }
  return found;
}

/** Pure part: which of the videos newer than the attempt the row can have become. */
export function judgeCandidates(row: UploadRow, videos: readonly Video[]): LookResult {
  const fits = (video: Video) =>
    video.lengthSeconds === null ||
    row.lengthSeconds === null ||
    Math.abs(video.lengthSeconds - row.lengthSeconds) <= lengthTolerance;
  const candidates = videos.filter(fits);
  const [first, ...others] = candidates;
  if (first === undefined) return { kind: "none" };
  // A video still in the queue has no length yet: where ours is known, waiting for theirs decides better than guessing.
  const undecided = row.lengthSeconds !== null && candidates.some((video) => video.lengthSeconds === null);
  const videoIds = candidates.map((video) => video.videoId);
  if (undecided) return { kind: "undecided", videoIds };
  return others.length === 0 ? { kind: "one", videoId: first.videoId } : { kind: "several", videoIds };
}

/**
 * Looks whether an upload whose answer was lost is on BigGo: own videos newer than the attempt (clock skew allowed for)
 * that nobody else owns, matched by length where both are known. Rejects when the listing cannot be read.
 */
export async function lookForVideo(row: UploadRow, deps: LookDeps): Promise<LookResult> {
  const known = deps.findInLedger(row.fingerprint);
  if (known !== null) return { kind: "one", videoId: known };
  const startedAtMs = row.attempt?.startedAtMs ?? row.addedAtMs;
  const videos = await newerThan(deps.listOwn, startedAtMs - clockSkewMs);
  return judgeCandidates(
    row,
    videos.filter((video) => !deps.isTaken(video.videoId, row.id, startedAtMs)),
  );
}
