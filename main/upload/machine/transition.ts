import type { NeedsFileReason, UploadState } from "../../../shared/model/upload.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";

/** A row after an event, and what is to be done once it is stored. The same row object means: nothing happened. */
export interface Transition {
  row: UploadRow;
  effects: UploadEffect[];
}

/** The event does not concern the row as it stands: late answers and double clicks end here. */
export function unchanged(row: UploadRow): Transition {
  return { row, effects: [] };
}

/** Moves a row to another state. */
export function move(
  row: UploadRow,
  state: UploadState,
  effects: UploadEffect[] = [],
  more: Partial<UploadRow> = {},
): Transition {
  return { row: { ...row, ...more, state }, effects };
}

/** The video is on BigGo: from here on the row is never sent again. */
export function arrive(row: UploadRow, videoId: string): Transition {
  const effects: UploadEffect[] = [
    { type: "rememberVideo", videoId },
    { type: "saveDetails", afterMs: 0 },
  ];
  return move(row, { phase: "saving", videoId, error: null }, effects, { failures: 0, reconcileAttempts: 0 });
}

/** The file cannot be sent as it is: the row waits for it, and looks again by itself. */
export function needFile(row: UploadRow, reason: NeedsFileReason, policy: RetryPolicy): Transition {
  return move(row, { phase: "needsFile", reason }, [{ type: "checkFile", afterMs: policy.fileProbeMs }]);
}
