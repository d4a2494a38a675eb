import { isFinished, type UploadRow, videoIdOf } from "../model/upload-row.ts";

/**
 * What a row out of a damaged database is worth: commits after it may be lost, so one that looks unsent may be on
 * BigGo. Whatever is not over and has no video is looked for before anything of it is sent.
 */
export function doubtSalvaged(row: UploadRow): UploadRow {
  if (isFinished(row) || videoIdOf(row) !== null) return row;
  // Paused stays paused: it is looked for when it is resumed.
  if (row.state.phase === "paused") return { ...row, state: { phase: "paused", held: false }, uncertainBefore: true };
  return {
    ...row,
    state: { phase: "uncertain", candidates: [], error: null },
    uncertainBefore: true,
    reconcileAttempts: 0,
  };
}
