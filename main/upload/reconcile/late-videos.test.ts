import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { createLateVideos } from "./late-videos.ts";

const error = { code: "invalid-field", message: "1006", retryable: false, details: {} } as const;
const refused = { phase: "failed", error, videoId: null } as const satisfies UploadState;
const early = { startedAtMs: 1, libraryMark: 7, newestKnownMs: null, bodies: [], boundary: "b" };
const attempt = { ...early, bodies: [{ fromMs: 1, toMs: 2 }] };
const rows = [
  sampleRow({ id: "refused", state: refused, attempt }),
  sampleRow({ id: "refused early", state: refused, attempt: early }),
  sampleRow({ id: "broken", state: { ...refused, videoId: "v" }, attempt }),
  sampleRow({ id: "unlinked", state: { phase: "duplicate", videoId: null } }),
  sampleRow({ id: "uncertain", state: { phase: "uncertain", candidates: [], error: null }, attempt }),
];

/** The rows that are reconciled; the library has seen the video "old" at any mark. */
function reconciledBy(run: (late: ReturnType<typeof createLateVideos>) => void): string[] {
  const reconciled: string[] = [];
  const late = createLateVideos({
    rows: () => rows,
    isTaken: (videoId, _rowId, mark) => videoId === "old" && mark === 7,
    reconcile: ({ id }) => reconciled.push(id),
  });
  run(late);
  return reconciled;
}

describe("createLateVideos", () => {
  it("reconciles an upload that was refused after a whole body when a new video turns up", () => {
    expect(reconciledBy((late) => late.videosChanged(["old", "new"]))).toEqual(["refused"]);
    expect(reconciledBy((late) => late.videosChanged(["old"]))).toEqual([]);
    expect(reconciledBy((late) => late.videosChanged([]))).toEqual([]);
  });

  it("reconciles such uploads and unlinked duplicates once the library was read", () => {
    expect(reconciledBy((late) => late.libraryRead())).toEqual(["refused", "unlinked"]);
  });
});
