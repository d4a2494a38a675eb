import { isFinished, type UploadRow, videoIdOf } from "../../upload/model/upload-row.ts";
import type { SimDeletions } from "./sim-deletions.ts";
import type { SimEdits } from "./sim-edits.ts";
import { isMixture } from "./sim-files.ts";
import type { SimProcess } from "./sim-process.ts";
import type { SimRecord } from "./sim-record.ts";
import type { SimVideo } from "./sim-video.ts";

interface FinalState {
  /** The rows as they were added. */
  added: readonly UploadRow[];
  process: Pick<SimProcess, "runner" | "library" | "bulk">;
  videos: readonly SimVideo[];
  /** The titles that each row may have now: the last one that was acknowledged, and any later ones. */
  allowedTitles: ReadonlyMap<string, readonly string[]>;
  edits: SimEdits;
  deletions: SimDeletions;
  /** When the library began to read the listing last, simulated ms. */
  readAtMs: number;
  record: SimRecord;
  /** Whether the user answers which video is theirs. */
  knows: boolean;
}

/** Whether the user is asked which video the row became. */
export function isAsked({ state }: UploadRow): boolean {
  return state.phase === "uncertain" && state.candidates.length > 0;
}

function checkVideo(row: UploadRow, { videos, edits, record }: FinalState): void {
  const { fileName } = row.file;
  const video = videos.find((each) => each.videoId === videoIdOf(row));
  if (video === undefined) {
    record.violation(`${fileName} claims a video that does not exist`);
    return;
  }
  if (video.content !== row.contentHash) record.violation(`${fileName} claims the video of ${video.fileName}`);
  if (video.deleted || edits.isDoubtful(video.videoId)) return;
  if (video.details?.title !== row.details.title) record.violation(`${fileName} has different details on BigGo`);
  edits.check(video);
}

/** What a bulk job could not do is said in its results, so that the user can retry it. */
function excuseFailedItems({ process, edits }: FinalState): void {
  const items = process.bulk.list().flatMap(({ id }) => process.bulk.items(id));
  for (const { videoId, state } of items) if (state === "failed") edits.onDoubt(videoId);
}

/** The window shows what is on BigGo. */
function checkLibrary({ process, videos, readAtMs, record }: FinalState): void {
  const shown = new Map(process.library.snapshot().videos.map((video) => [video.videoId, video]));
  for (const { videoId, deleted, details } of videos.filter(({ listedFromMs }) => listedFromMs <= readAtMs)) {
    const video = shown.get(videoId);
    if ((video !== undefined) === deleted) record.violation(`${videoId} is ${deleted ? "" : "not "}shown`);
    if (video === undefined || deleted) continue;
    const isSame = video.description === (details?.description ?? "") && video.access === (details?.access ?? "public");
    if (!isSame) record.violation(`${videoId} is shown with other details than it has`);
  }
}

/** Checks that no row is lost, unfinished or without its own video and details at the end of a simulation. */
export function checkFinalState(state: FinalState): void {
  const { added, process, videos, allowedTitles, edits, deletions, record } = state;
  const claimed: (string | null)[] = [];
  excuseFailedItems(state);
  for (const { id, file } of added) {
    const row = process.runner.get(id);
    if (row === undefined) {
      const isDeleted = videos.some(
        ({ fileName, videoId }) => fileName === file.fileName && deletions.mayBeDeleted(videoId),
      );
      if (!isDeleted) record.violation(`${file.fileName} is lost`);
      continue;
    }
    if (!isFinished(row) && !(isAsked(row) && !state.knows))
      record.violation(`${file.fileName} never settles: ${JSON.stringify(row.state)}`);
    // An edit of a video that is gone goes with it, and one whose stored row was damaged is lost.
    const isExcused = videos.some(
      ({ videoId, deleted }) => videoId === videoIdOf(row) && (deleted || edits.isDoubtful(videoId)),
    );
    if (!isExcused && !(allowedTitles.get(id) ?? []).includes(row.details.title))
      record.violation(`${file.fileName} lost an acknowledged title`);
    if (row.state.phase !== "complete") continue;
    checkVideo(row, state);
    claimed.push(videoIdOf(row));
  }
  for (const { fileName } of videos.filter(({ content }) => isMixture(content)))
    record.violation(`${fileName} was published as a mixture`);
  if (new Set(claimed).size < claimed.length) record.violation("two files claim the same video");
  deletions.check(videos);
  checkLibrary(state);
}
