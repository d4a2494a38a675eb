import { describe, expect, it } from "vitest";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { ReconcileResult, UploadEvent } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, error, uncertain } from "./machine-samples.ts";

const reconciled = (found: ReconcileResult, extra = false): UploadEvent => ({
  type: "reconciled",
  found,
  extra,
  atMs: 1,
});

describe("looking for an uncertain upload", () => {
  const exhausted = { ...uncertain, reconcileAttempts: policy.reconcileDelaysMs.length };

  it("adopts the one video that fits", () => {
    expect(apply(uncertain, reconciled({ kind: "one", videoId: "v" })).row.state).toMatchObject({
      phase: "saving",
      videoId: "v",
    });
  });

  it("looks again while the listing may lag, and sends only after it has had its time", () => {
    const { row, effects } = apply(uncertain, reconciled({ kind: "none" }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs[1] }]);
    expect(apply(exhausted, reconciled({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("never sends while the listing could not be read", () => {
    const { row, effects } = apply(exhausted, reconciled({ kind: "unreadable", error }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }]);
  });

  it("asks the person when several fit, and takes their word", () => {
    const { row, effects } = apply(exhausted, reconciled({ kind: "several", videoIds: ["a", "b"] }));
    expect(row.state).toEqual({ phase: "uncertain", candidates: ["a", "b"], error: null });
    expect(effects).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }]);
    expect(apply(row, reconciled({ kind: "several", videoIds: ["a", "b"] })).row).toBe(row);
    expect(apply(row, { type: "candidateChosen", videoId: "b" }).row.state).toMatchObject({
      phase: "saving",
      videoId: "b",
    });
    expect(apply(row, { type: "candidateChosen", videoId: null }).row.state.phase).toBe("queued");
  });

  it("never takes a video whose length is not known yet: it looks on, and asks after the last look", () => {
    const likely = reconciled({ kind: "likely", videoId: "v" });
    expect(apply(uncertain, likely).row.state).toMatchObject({ phase: "uncertain", candidates: [] });
    const asked = apply(exhausted, likely);
    expect(asked.row.state).toEqual({ phase: "uncertain", candidates: ["v"], error: null });
    expect(asked.effects).toMatchObject([{ type: "reconcile" }]);
    // Once it is known, it tells by itself.
    expect(apply(asked.row, reconciled({ kind: "one", videoId: "v" })).row.state).toMatchObject({ phase: "saving" });
    expect(apply(asked.row, reconciled({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("asks even about a single video when it could be another row's", () => {
    const { row } = apply(exhausted, reconciled({ kind: "several", videoIds: ["a"] }));
    expect(row.state).toEqual({ phase: "uncertain", candidates: ["a"], error: null });
  });

  it("links an upload that was there already, and does no more", () => {
    const there = sampleRow({ state: { phase: "duplicate", videoId: null } });
    const { row, effects } = apply(there, reconciled({ kind: "one", videoId: "v" }));
    expect(row.state).toEqual({ phase: "duplicate", videoId: "v" });
    expect(effects).toEqual([]);
  });
});

it("an extra look can find the video, and its finding nothing uses up none of the wait", () => {
  expect(apply(uncertain, { type: "networkReturned" }).effects).toEqual([{ type: "reconcileNow" }]);
  const last = { ...uncertain, reconcileAttempts: policy.reconcileDelaysMs.length };
  for (const row of [uncertain, last]) expect(apply(row, reconciled({ kind: "none" }, true)).row).toBe(row);
  expect(apply(last, reconciled({ kind: "one", videoId: "v" }, true)).row.state.phase).toBe("saving");
});

it("a repeat whose video could not be looked for is looked for again", () => {
  const repeat = sampleRow({ state: { phase: "duplicate", videoId: null } });
  const effects = (extra: boolean) => apply(repeat, reconciled({ kind: "unreadable", error }, extra)).effects;
  expect(effects(false)).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }]);
  expect(effects(true)).toEqual([]);
});
