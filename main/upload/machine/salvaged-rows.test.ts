import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy } from "../model/retry-policy.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { transition } from "./machine.ts";
import { markSalvagedUncertain } from "./salvaged-rows.ts";

describe("markSalvagedUncertain", () => {
  it("marks rows uncertain that may have been sent after the last readable commit", () => {
    const states: UploadState[] = [
      { phase: "queued" },
      { phase: "sending", held: false },
      { phase: "confirming" },
      { phase: "needsFile", reason: "missing" },
    ];
    for (const state of states) {
      expect(markSalvagedUncertain(sampleRow({ state }))).toMatchObject({
        state: { phase: "uncertain" },
        uncertainBefore: true,
      });
    }
  });

  it("keeps a pause and reconciles on resume", () => {
    const row = markSalvagedUncertain(sampleRow({ state: { phase: "paused", held: false } }));
    expect(row).toMatchObject({ state: { phase: "paused" }, uncertainBefore: true });
    expect(transition(row, { type: "resumeRequested" }, defaultRetryPolicy).row.state.phase).toBe("uncertain");
  });

  it("leaves rows unchanged that are finished or have a video", () => {
    const states: UploadState[] = [
      { phase: "complete", videoId: "v" },
      { phase: "saving", videoId: "v", error: null },
      { phase: "processing", videoId: "v", keywords: [] },
      { phase: "cancelled" },
    ];
    for (const state of states) {
      const row = sampleRow({ state });
      expect(markSalvagedUncertain(row)).toBe(row);
    }
  });
});
