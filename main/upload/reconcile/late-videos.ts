import { type UploadRow, videoMayTurnUp } from "../model/upload-row.ts";

interface LateVideosDeps {
  rows: () => readonly UploadRow[];
  /** Whether another row or the ledger owns the video, or the library had seen it at `mark`. */
  isTaken: (videoId: string, rowId: string, mark: number) => boolean;
  reconcile: (row: UploadRow) => void;
}

/** Finds the videos of uploads that ended without one. */
export interface LateVideos {
  /** These videos are new in the library, or look different now. */
  videosChanged(videoIds: readonly string[]): void;
  /** The library has been read completely. */
  libraryRead(): void;
}

/**
 * Reconciles again what ended without a video: a duplicate that is linked to none, and an upload that failed after a whole
 * body, which BigGo may have stored all the same.
 */
export function createLateVideos({ rows, isTaken, reconcile }: LateVideosDeps): LateVideos {
  return {
    videosChanged(videoIds) {
      for (const row of rows().filter(videoMayTurnUp)) {
        const mark = row.attempt?.libraryMark ?? 0;
        if (videoIds.some((videoId) => !isTaken(videoId, row.id, mark))) reconcile(row);
      }
    },
    libraryRead() {
      const isUnlinked = ({ state }: UploadRow) => state.phase === "duplicate" && state.videoId === null;
      for (const row of rows()) if (isUnlinked(row) || videoMayTurnUp(row)) reconcile(row);
    },
  };
}
