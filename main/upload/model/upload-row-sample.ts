import { newDetails } from "../../../shared/model/video.ts";
import type { UploadRow } from "./upload-row.ts";

/** A row for tests, with `changes` applied. */
export function sampleRow(changes: Partial<UploadRow> = {}): UploadRow {
  return {
    id: "row",
    position: 1,
    addedAtMs: 1000,
    finishedAtMs: null,
    file: {
      path: "/videos/clip.mp4",
      fileName: "clip.mp4",
      mediaType: "video/mp4",
      sizeBytes: 5000,
      device: "1",
      inode: "2",
      mtimeNs: "3",
    },
    fingerprint: `5000-${changes.id ?? "content"}`,
    contentHash: null,
    lengthSeconds: 12,
    aspectRatio: 0.5625,
    media: null,
    state: { phase: "queued" },
    attempts: 0,
    failures: 0,
    attempt: null,
    uncertainBefore: false,
    confirmedDuplicate: false,
    reconcileAttempts: 0,
    details: newDetails("clip", "private"),
    detailsRevision: 1,
    savedRevision: 0,
    saveError: null,
    ...changes,
  };
}
