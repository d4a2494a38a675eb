import type { DetailsPatch } from "../shared/model/video.ts";
import type { Library } from "./library/library.ts";
import type { Engine } from "./upload/engine.ts";
import { type UploadRow, videoIdOf } from "./upload/upload-row.ts";

interface EditUploadDeps {
  engine: Engine;
  library: Library;
}

/** Processing is not over: the video can still be kept private until it is. */
function isOnTheWay({ state }: UploadRow): boolean {
  return state.phase === "saving" || state.phase === "processing";
}

/** A published video's details are the library's; what is wished for the time after processing is the row's. */
function editPublished(
  { engine, library }: EditUploadDeps,
  row: UploadRow,
  videoId: string,
  patch: DetailsPatch,
): void {
  const { details } = row;
  const stayPrivate = patch.stayPrivate ?? details.stayPrivate;
  if (!isOnTheWay(row) || !(stayPrivate || details.stayPrivate)) {
    library.edit(videoId, patch);
    return;
  }
  const { access = details.access, ...rest } = patch;
  // The edit first: were the order turned, a crash in between would leave a wish that nobody carries out.
  const isTurned = stayPrivate !== details.stayPrivate;
  library.edit(videoId, isTurned ? { ...rest, access: stayPrivate ? "private" : access } : rest);
  engine.runner.dispatch(row.id, { type: "wished", patch: { access, stayPrivate } });
}

/** Until BigGo has the details of a row, the row owns them; after that the library does. */
export function editUpload(workspace: EditUploadDeps, row: UploadRow, patch: DetailsPatch): void {
  const videoId = videoIdOf(row);
  const isThere = videoId !== null && workspace.library.get(videoId) !== null;
  // A repeat is linked to a video that came from elsewhere: there is nothing else to edit.
  const isSaved = row.savedRevision >= row.detailsRevision || row.state.phase === "alreadyThere";
  if (isThere && isSaved) editPublished(workspace, row, videoId, patch);
  else workspace.engine.runner.dispatch(row.id, { type: "detailsEdited", patch });
}
