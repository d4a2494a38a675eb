import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { UploadEffect } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { recover } from "./recovery.ts";

const error = { code: "refused", message: "", retryable: false, details: {} } as const;
const reconcile: UploadEffect = { type: "reconcile", afterMs: 0 };
const reconcileNow: UploadEffect = { type: "reconcileNow" };
const scheduledReconcile: UploadEffect = { type: "reconcile", afterMs: policy.reconcileDelaysMs[0] ?? 0 };
const save: UploadEffect = { type: "saveDetails", afterMs: 0 };
const remember: UploadEffect = { type: "rememberVideo", videoId: "v" };
const check: UploadEffect = { type: "checkFile", afterMs: 0 };

describe("recover", () => {
  it.each<[UploadState, string, UploadEffect[]]>([
    [{ phase: "checking" }, "checking", [check]],
    [{ phase: "queued" }, "queued", []],
    [{ phase: "sending", held: false }, "queued", []],
    [{ phase: "confirming" }, "uncertain", [reconcile]],
    [{ phase: "uncertain", candidates: [], error: null }, "uncertain", [reconcileNow, scheduledReconcile]],
    [{ phase: "uncertain", candidates: ["a", "b"], error: null }, "uncertain", [reconcileNow, scheduledReconcile]],
    [{ phase: "saving", videoId: "v", error: null }, "saving", [remember, save]],
    [{ phase: "processing", videoId: "v", keywords: [] }, "processing", [remember, save]],
    [{ phase: "complete", videoId: "v" }, "complete", [save]],
    [{ phase: "paused", held: false }, "paused", []],
    [{ phase: "paused", held: true }, "paused", []],
    [{ phase: "needsFile", reason: "missing" }, "needsFile", [check]],
    [{ phase: "duplicate", videoId: null }, "duplicate", [reconcile]],
    [{ phase: "duplicate", videoId: "v" }, "duplicate", []],
    [{ phase: "failed", error, videoId: null }, "failed", []],
    [{ phase: "cancelled" }, "cancelled", []],
  ])("recovers a stored %j as %s", (state, phase, effects) => {
    const recovered = recover(sampleRow({ state }), 5000, policy);
    expect(recovered.row.state.phase).toBe(phase);
    expect(recovered.effects).toEqual(effects);
  });

  it("resumes a wait for its remaining time, capped by the policy when the clock was changed", () => {
    const waiting = (untilMs: number) =>
      recover(sampleRow({ state: { phase: "waiting", untilMs, reason: "interrupted", error: null } }), 10_000, policy)
        .effects;
    expect(waiting(11_500)).toEqual([{ type: "wake", afterMs: 1500 }]);
    expect(waiting(0)).toEqual([{ type: "wake", afterMs: 0 }]);
    expect(waiting(10_000 + 86_400_000)).toEqual([{ type: "wake", afterMs: policy.networkProbeMs }]);
  });

  it("does not save details again that BigGo has confirmed or refused", () => {
    const state: UploadState = { phase: "complete", videoId: "v" };
    expect(recover(sampleRow({ state, savedRevision: 1 }), 0, policy).effects).toEqual([]);
    expect(recover(sampleRow({ state, saveError: error }), 0, policy).effects).toEqual([]);
  });

  it("keeps the delay until the scheduled reconcile across restarts", () => {
    const state: UploadState = { phase: "uncertain", candidates: [], error: null };
    const waits = policy.reconcileDelaysMs.map(
      (_, reconcileAttempts) => recover(sampleRow({ state, reconcileAttempts }), 0, policy).effects[1],
    );
    expect(waits).toEqual(policy.reconcileDelaysMs.map((afterMs) => ({ type: "reconcile", afterMs })));
  });
});
