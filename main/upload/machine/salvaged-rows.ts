import { isFinished, type UploadRow, videoIdOf } from "../model/upload-row.ts";

/**
 * Makes a row salvaged from a damaged database uncertain. Later commits may be lost, so a row that looks unsent may be
 * on BigGo: every unfinished row without a video is reconciled before any of it is sent.
 */
export function markSalvagedUncertain(row: UploadRow): UploadRow {
  if (isFinished(row) || videoIdOf(row) !== null) return row;
  // A paused row stays paused and is reconciled on resume.
  if (row.state.phase === "paused") return { ...row, state: { phase: "paused", held: false }, uncertainBefore: true };
  return {
    ...row,
    state: { phase: "uncertain", candidates: [], error: null },
    uncertainBefore: true,
    reconcileAttempts: 0,
  };
}
