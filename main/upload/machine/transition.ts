import type { NeedsFileReason, UploadState } from "../../../shared/model/upload.ts";
import type { RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";

/** A row after an event, and the effects to perform once it is committed. The same row object means no change. */
export interface Transition {
  row: UploadRow;
  effects: UploadEffect[];
}

/** The event does not apply to the row's current state, as with late responses and double clicks. */
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

/** The video is on BigGo: from now on the row is never sent again. */
export function arrive(row: UploadRow, videoId: string): Transition {
  const isNew = row.state.phase === "confirming";
  const effects: UploadEffect[] = [
    { type: "rememberVideo", videoId },
    { type: "saveDetails", afterMs: 0, ...(isNew ? { isNew } : {}) },
  ];
  return move(row, { phase: "saving", videoId, error: null }, effects, { failures: 0, reconcileAttempts: 0 });
}

/** The file cannot be sent as it is: the row waits, and checks the file again periodically. */
export function waitForFile(row: UploadRow, reason: NeedsFileReason, policy: RetryPolicy): Transition {
  return move(row, { phase: "needsFile", reason }, [{ type: "checkFile", afterMs: policy.fileProbeMs }]);
}
