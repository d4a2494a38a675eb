import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, confirming, error, failed, processing, refusal, seen, sending } from "./machine-samples.ts";

describe("the good way", () => {
  it("checks, waits for a slot, sends, commits before the last bytes, saves, processes, completes", () => {
    const phases: string[] = [];
    let row = sampleRow({ state: { phase: "checking" } });
    const events: UploadEvent[] = [
      { type: "fileChecked", problem: null },
      { type: "slotGranted", attempt: { startedAtMs: 5, libraryMark: 0, newestKnownMs: null, boundary: "b" } },
      { type: "lastBytesReady", attempt: 1, seen },
      { type: "arrived", attempt: 1, videoId: "v" },
      { type: "detailsSaved", revision: 1 },
      { type: "statusSeen", status: "complete", keywords: [], atMs: 9 },
    ];
    for (const event of events) {
      row = apply(row, event).row;
      phases.push(row.state.phase);
    }
    expect(phases).toEqual(["queued", "sending", "confirming", "saving", "processing", "complete"]);
    expect(row).toMatchObject({ attempts: 1, savedRevision: 1, finishedAtMs: 9 });
  });

  it("knows what was on BigGo when the last bytes went, or when those of the first doubtful attempt did", () => {
    const ready = { type: "lastBytesReady", attempt: 1, seen: { libraryMark: 7, newestKnownMs: 99 } } as const;
    expect(apply(sending, ready).row.attempt).toMatchObject(ready.seen);
    expect(apply({ ...sending, uncertainBefore: true }, ready).row.attempt).toEqual(sending.attempt);
  });

  it("remembers the video and saves its details as soon as it has arrived", () => {
    const { effects } = apply(confirming, { type: "arrived", attempt: 1, videoId: "v" });
    expect(effects).toEqual([
      { type: "rememberVideo", videoId: "v" },
      { type: "saveDetails", afterMs: 0 },
    ]);
  });
});

describe("an attempt that failed", () => {
  it.each<[string, SendFailure, Partial<UploadState>]>([
    [
      "broken before the last byte: waits and tries again",
      { kind: "broken", error },
      { phase: "waiting", reason: "interrupted" },
    ],
    ["unreachable: waits for the network", { kind: "unreachable", error }, { phase: "waiting", reason: "network" }],
    [
      "unanswered: uncertain, never sent again at once",
      { kind: "unanswered", error },
      { phase: "uncertain", candidates: [], error },
    ],
    ["refused: final", { kind: "refused", error: refusal }, { phase: "failed", error: refusal }],
    [
      "file changed: waits for the file",
      { kind: "file", reason: "changed" },
      { phase: "needsFile", reason: "changed" },
    ],
    ["already there: final, nothing retried", { kind: "duplicate" }, { phase: "duplicate", videoId: null }],
    ["rate limited: back in the queue, which is held", { kind: "rateLimited", retryAfterMs: 5 }, { phase: "queued" }],
    ["signed out: back in the queue, which is held", { kind: "signedOut", error }, { phase: "queued" }],
    ["not to be trusted: back in the queue, which is held", { kind: "blocked", error }, { phase: "queued" }],
    ["disk full: back in the queue, which is held", { kind: "storage", storage: "full" }, { phase: "queued" }],
  ])("%s", (_name, failure, state) => {
    expect(apply(confirming, failed(failure)).row.state).toMatchObject(state);
  });

  it("uses up no attempt of the backoff while there is no network", () => {
    expect(apply(sending, failed({ kind: "unreachable", error })).row.failures).toBe(0);
    expect(apply(sending, failed({ kind: "broken", error })).row.failures).toBe(1);
  });

  it("does not count when not a byte of the file went out, whatever ended it", () => {
    for (const kind of ["unreachable", "blocked", "signedOut", "broken"] as const) {
      const ended = apply(sending, { ...failed({ kind, error }), begun: false } as UploadEvent);
      expect(ended.row.attempts).toBe(0);
    }
    expect(apply(sending, failed({ kind: "broken", error })).row.attempts).toBe(1);
  });

  it("waits longer with each failure, up to five minutes", () => {
    const delayAfter = (failures: number) => {
      const { state } = apply({ ...sending, failures }, failed({ kind: "broken", error })).row;
      return state.phase === "waiting" ? state.untilMs - 10_000 : 0;
    };
    expect(delayAfter(0)).toBe(500);
    expect(delayAfter(3)).toBe(4000);
    expect(delayAfter(30)).toBe(150_000);
  });

  it("of an earlier attempt changes nothing", () => {
    const later = { ...sending, attempts: 2 };
    expect(apply(later, failed({ kind: "broken", error }, 1)).row).toBe(later);
    expect(apply({ ...confirming, attempts: 2 }, { type: "arrived", attempt: 1, videoId: "v" }).row.state.phase).toBe(
      "confirming",
    );
  });

  it("with 1002 after an uncertain one is looked for, and never sent again", () => {
    const again = { ...confirming, uncertainBefore: true };
    const { row } = apply(again, failed({ kind: "duplicate" }));
    expect(row).toMatchObject({ state: { phase: "uncertain" }, confirmedDuplicate: true });
    const exhausted = { ...row, reconcileAttempts: policy.reconcileDelaysMs.length };
    const patient = apply(exhausted, { type: "reconciled", found: { kind: "none" }, extra: false, atMs: 1 });
    expect(patient).toMatchObject({ row: { state: { phase: "uncertain" } }, effects: [{ type: "reconcile" }] });
    const givenUp = { ...exhausted, reconcileAttempts: policy.reconcileDelaysMs.length + policy.extraReconciles };
    expect(apply(givenUp, { type: "reconciled", found: { kind: "none" }, extra: false, atMs: 1 }).row.state).toEqual({
      phase: "duplicate",
      videoId: null,
    });
  });
});

it("takes an answer that comes before the closing boundary has gone", () => {
  const early: UploadEvent = { type: "arrived", attempt: 1, videoId: "v" };
  const held = apply(sending, { type: "pauseRequested" }).row;
  for (const row of [sending, held]) {
    expect(apply(row, early).row.state).toEqual({ phase: "saving", videoId: "v", error: null });
  }
  expect(apply({ ...sending, state: { phase: "queued" } }, early).row.state.phase).toBe("queued");
});

it("begins anew what did not live through the loss of the network, of that attempt only", () => {
  expect(apply(sending, { type: "stuck", attempt: 1 })).toMatchObject({
    row: { state: { phase: "queued" }, failures: 0 },
    effects: [{ type: "abortSend" }],
  });
  expect(apply(sending, { type: "stuck", attempt: 7 }).row).toBe(sending);
  expect(apply(confirming, { type: "stuck", attempt: 1 }).row).toBe(confirming);
});

describe("status", () => {
  const seen = (status: "processing" | "complete" | "broken" | "gone", keywords: string[] = []): UploadEvent => ({
    type: "statusSeen",
    status,
    keywords,
    atMs: 7,
  });

  it("ends with COMPLETE, a failed conversion or a video that is gone", () => {
    expect(apply(processing, seen("complete")).row.state).toEqual({ phase: "complete", videoId: "v" });
    expect(apply(processing, seen("broken", ["error"])).row.state).toMatchObject({
      error: { code: "not-convertible" },
    });
    expect(apply(processing, seen("gone")).row.state).toMatchObject({ error: { code: "video-gone" } });
  });

  it("shows BigGo's words and is quiet while they stay the same", () => {
    const { row } = apply(processing, seen("processing", ["轉檔中"]));
    expect(row.state).toMatchObject({ keywords: ["轉檔中"] });
    expect(apply(row, seen("processing", ["轉檔中"])).row).toBe(row);
  });
});

describe("an attempt that could not connect", () => {
  it("lets a long queue rest where no connection can be made", () => {
    const { effects } = apply(sending, failed({ kind: "unreachable", error }));
    expect(effects).toContainEqual({ type: "backOffQueue", forMs: policy.networkProbeMs });
  });
});
