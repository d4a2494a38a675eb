import { isFinished, type UploadRow, videoIdOf } from "../../upload/model/upload-row.ts";
import type { SimVideo } from "./sim-biggo.ts";
import { isMixture } from "./sim-files.ts";
import type { SimRecord } from "./sim-record.ts";

interface FinalState {
  /** The rows as they were added. */
  added: readonly UploadRow[];
  rowOf: (id: string) => UploadRow | undefined;
  videos: readonly SimVideo[];
  /** The titles that each row may have now: the last one that was acknowledged, and any later ones. */
  allowedTitles: ReadonlyMap<string, readonly string[]>;
  record: SimRecord;
  /** Whether the user answers which video is theirs. */
  knows: boolean;
}

/** Whether the user is asked which video the row became. */
export function isAsked({ state }: UploadRow): boolean {
  return state.phase === "uncertain" && state.candidates.length > 0;
}

function checkVideo(row: UploadRow, { videos, record }: FinalState): void {
  const { fileName } = row.file;
  const video = videos.find((each) => each.videoId === videoIdOf(row));
  const access = row.details.stayPrivate ? "private" : "public";
  if (video === undefined) record.violation(`${fileName} claims a video that does not exist`);
  else if (video.content !== row.contentHash) record.violation(`${fileName} claims the video of ${video.fileName}`);
  else if (video.details?.title !== row.details.title) record.violation(`${fileName} has different details on BigGo`);
  else if (video.details.access !== access) record.violation(`${fileName} has the wrong access on BigGo`);
}

/** Checks that no row is lost, unfinished or without its own video and details at the end of a simulation. */
export function checkFinalState(state: FinalState): void {
  const { added, rowOf, allowedTitles, record } = state;
  const claimed: (string | null)[] = [];
  for (const { id, file } of added) {
    const row = rowOf(id);
    if (row === undefined) {
      record.violation(`${file.fileName} is lost`);
      continue;
    }
    const { phase } = row.state;
    if (!isFinished(row) && phase !== "processing" && !(isAsked(row) && !state.knows))
      record.violation(`${file.fileName} never settles: ${JSON.stringify(row.state)}`);
    if (!(allowedTitles.get(id) ?? []).includes(row.details.title))
      record.violation(`${file.fileName} lost an acknowledged title`);
    if (phase !== "processing") continue;
    checkVideo(row, state);
    claimed.push(videoIdOf(row));
  }
  for (const { fileName } of state.videos.filter(({ content }) => isMixture(content)))
    record.violation(`${fileName} was published as a mixture`);
  if (new Set(claimed).size < claimed.length) record.violation("two files claim the same video");
}
