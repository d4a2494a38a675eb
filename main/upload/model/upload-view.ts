import type { Upload } from "../../../shared/model/upload.ts";
import type { SaveState } from "../../../shared/model/video.ts";
import { type UploadRow, videoIdOf } from "./upload-row.ts";

function saveStateOf(row: UploadRow): SaveState {
  if (row.saveError !== null) return { state: "failed", error: row.saveError };
  const { phase } = row.state;
  // Details cannot be sent to a duplicate whose video was never found: they stay in the row.
  if (phase === "duplicate") return { state: videoIdOf(row) === null ? "pending" : "saved" };
  if (row.savedRevision >= row.detailsRevision) return { state: "saved" };
  return { state: videoIdOf(row) === null ? "pending" : "sending" };
}

/** A row as exposed to the page: without the path and identity of its file. */
export function viewOf(row: UploadRow): Upload {
  return {
    id: row.id,
    position: row.position,
    fileName: row.file.fileName,
    sizeBytes: row.file.sizeBytes,
    lengthSeconds: row.lengthSeconds,
    aspectRatio: row.aspectRatio,
    media: row.media,
    state: row.state,
    details: row.details,
    save: saveStateOf(row),
    addedAtMs: row.addedAtMs,
    finishedAtMs: row.finishedAtMs,
    attempts: row.attempts,
    mayHaveArrived: row.uncertainBefore,
  };
}
