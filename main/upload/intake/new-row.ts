import type { Details } from "../../../shared/model/video.ts";
import type { InspectedFile } from "../files/inspect-file.ts";
import type { UploadRow } from "../model/upload-row.ts";

/** The row of a file that is new in the queue. */
export function newRow(
  { sidecar, ...inspected }: InspectedFile,
  added: Pick<UploadRow, "id" | "contentHash" | "position" | "addedAtMs" | "state" | "details">,
): UploadRow {
  return {
    ...inspected,
    ...added,
    finishedAtMs: null,
    attempts: 0,
    failures: 0,
    attempt: null,
    uncertainBefore: false,
    confirmedDuplicate: false,
    reconcileAttempts: 0,
    // A sidecar is meant for this file alone, so it overrides what was chosen for all files.
    details: { ...added.details, ...sidecar?.details } as Details,
    detailsRevision: 1,
    savedRevision: 0,
    saveError: null,
  };
}
