import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import {
  apply,
  confirming,
  error,
  failed,
  firstAttempt,
  processing,
  refusal,
  seen,
  sending,
} from "./machine-samples.ts";

describe("transition", () => {
  it("goes through every phase of the happy path", () => {
    const phases: string[] = [];
    let row = sampleRow({ state: { phase: "checking" } });
    const events: UploadEvent[] = [
      { type: "fileChecked", problem: null },
      {
        type: "slotGranted",
        attempt: firstAttempt,
      },
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

  it("records what BigGo listed before the last bytes of the first uncertain attempt", () => {
    const ready = {
      type: "lastBytesReady",
      attempt: 1,
      seen: { libraryMark: 7, newestKnownMs: 99, body: { fromMs: 100, toMs: 120 } },
    } as const;
    expect(apply(sending, ready).row.attempt).toMatchObject({
      libraryMark: 7,
      newestKnownMs: 99,
      bodies: [ready.seen.body],
    });
    expect(apply({ ...sending, uncertainBefore: true }, ready).row.attempt).toEqual({
      ...sending.attempt,
      bodies: [ready.seen.body],
    });
  });

  it("records the video and saves its details once it has arrived", () => {
    const { effects } = apply(confirming, { type: "arrived", attempt: 1, videoId: "v" });
    expect(effects).toEqual([
      { type: "rememberVideo", videoId: "v" },
      { type: "saveDetails", afterMs: 0, isNew: true },
    ]);
  });
});

describe("onSendFailed", () => {
  it.each<[string, SendFailure, Partial<UploadState>]>([
    [
      "waits and retries when the connection breaks before the last byte",
      { kind: "broken", error },
      { phase: "waiting", reason: "interrupted" },
    ],
    [
      "waits for the network when BigGo is unreachable",
      { kind: "unreachable", error },
      { phase: "waiting", reason: "network" },
    ],
    [
      "becomes uncertain instead of resending when the response is lost",
      { kind: "unanswered", error },
      { phase: "uncertain", candidates: [], error },
    ],
    [
      "fails for good when BigGo refuses the file",
      { kind: "refused", error: refusal },
      { phase: "failed", error: refusal },
    ],
    [
      "waits for the file when it has changed",
      { kind: "file", reason: "changed" },
      { phase: "needsFile", reason: "changed" },
    ],
    [
      "finishes without a retry when BigGo has the content",
      { kind: "duplicate" },
      { phase: "duplicate", videoId: null },
    ],
    ["requeues the row when rate limited", { kind: "rateLimited", retryAfterMs: 5 }, { phase: "queued" }],
    ["requeues the row when signed out", { kind: "signedOut", error }, { phase: "queued" }],
    ["requeues the row when the connection is not trusted", { kind: "blocked", error }, { phase: "queued" }],
    ["requeues the row when the disk is full", { kind: "storage", storage: "full" }, { phase: "queued" }],
  ])("%s", (_name, failure, state) => {
    expect(apply(confirming, failed(failure)).row.state).toMatchObject(state);
  });

  it("does not count as a failure while there is no network", () => {
    expect(apply(sending, failed({ kind: "unreachable", error })).row.failures).toBe(0);
    expect(apply(sending, failed({ kind: "broken", error })).row.failures).toBe(1);
  });

  it("does not count as an attempt when no byte of the file was sent", () => {
    for (const kind of ["unreachable", "blocked", "signedOut", "broken"] as const) {
      const { row } = apply(sending, { ...failed({ kind, error }), bodyStarted: false } as UploadEvent);
      expect(row.attempts).toBe(0);
    }
    expect(apply(sending, failed({ kind: "broken", error })).row.attempts).toBe(1);
  });

  it("backs off longer with each failure, up to five minutes", () => {
    const delayAfter = (failures: number) => {
      const { state } = apply({ ...sending, failures }, failed({ kind: "broken", error })).row;
      return state.phase === "waiting" ? state.untilMs - 10_000 : 0;
    };
    expect(delayAfter(0)).toBe(500);
    expect(delayAfter(3)).toBe(4000);
    expect(delayAfter(30)).toBe(150_000);
  });

  it("counts expiries of the token by themselves, not with broken connections", () => {
    const expired = failed({ kind: "expired", error });
    const again = (row: UploadRow) => ({ ...row, state: sending.state });
    const delayOf = ({ state }: UploadRow) => (state.phase === "waiting" ? state.untilMs - 10_000 : 0);
    const once = apply(sending, expired).row;
    const twice = apply(again(once), expired).row;
    const broken = apply(again(twice), failed({ kind: "broken", error })).row;
    const thrice = apply(again(broken), expired).row;
    expect([once, twice, broken, thrice].map(({ failures }) => failures)).toEqual([0, 0, 1, 1]);
    expect([once, twice, broken, thrice].map(({ attempt }) => attempt?.expiries)).toEqual([1, 2, 2, 3]);
    expect([once, twice, broken, thrice].map(delayOf)).toEqual([500, 1000, 500, 2000]);
  });

  it("ignores events of an earlier attempt", () => {
    const later = { ...sending, attempts: 2 };
    expect(apply(later, failed({ kind: "broken", error }, 1)).row).toBe(later);
    expect(apply({ ...confirming, attempts: 2 }, { type: "arrived", attempt: 1, videoId: "v" }).row.state.phase).toBe(
      "confirming",
    );
  });

  it("reconciles and never resends when 1002 follows an uncertain attempt", () => {
    const again = { ...confirming, uncertainBefore: true };
    const { row } = apply(again, failed({ kind: "duplicate" }));
    expect(row).toMatchObject({ state: { phase: "uncertain" }, confirmedDuplicate: true });
    const exhausted = { ...row, reconcileAttempts: policy.reconcileDelaysMs.length };
    const waiting = apply(exhausted, { type: "reconciled", found: { kind: "none" }, extra: false, atMs: 1 });
    expect(waiting).toMatchObject({ row: { state: { phase: "uncertain" } }, effects: [{ type: "reconcile" }] });
    const givenUp = { ...exhausted, reconcileAttempts: policy.reconcileDelaysMs.length + policy.extraReconciles };
    expect(apply(givenUp, { type: "reconciled", found: { kind: "none" }, extra: false, atMs: 1 }).row.state).toEqual({
      phase: "duplicate",
      videoId: null,
    });
  });
});

describe("early responses and dead connections", () => {
  it("accepts a response that arrives before the closing boundary is sent", () => {
    const early: UploadEvent = { type: "arrived", attempt: 1, videoId: "v" };
    const held = apply(sending, { type: "pauseRequested" }).row;
    for (const row of [sending, held]) {
      expect(apply(row, early).row.state).toEqual({ phase: "saving", videoId: "v", error: null });
    }
    expect(apply({ ...sending, state: { phase: "queued" } }, early).row.state.phase).toBe("queued");
  });

  it("restarts a stuck attempt, but no other one", () => {
    expect(apply(sending, { type: "stuck", attempt: 1 })).toMatchObject({
      row: { state: { phase: "queued" }, failures: 0 },
      effects: [{ type: "abortSend" }],
    });
    expect(apply(sending, { type: "stuck", attempt: 7 }).row).toBe(sending);
  });

  it("reconciles a stuck attempt that may have arrived", () => {
    const { row, effects } = apply(confirming, { type: "stuck", attempt: 1 });
    expect(row).toMatchObject({ state: { phase: "uncertain" }, uncertainBefore: true });
    expect(effects).toMatchObject([{ type: "abortSend" }, { type: "reconcile" }]);
    expect(apply(confirming, { type: "stuck", attempt: 7 }).row).toBe(confirming);
  });
});

describe("onStatusSeen", () => {
  const seen = (status: "processing" | "complete" | "broken" | "gone", keywords: string[] = []): UploadEvent => ({
    type: "statusSeen",
    status,
    keywords,
    atMs: 7,
  });

  it("saves details that were edited while the video counted as broken once BigGo completes it", () => {
    const broken = apply(processing, seen("broken")).row;
    const edited = apply(broken, { type: "detailsEdited", patch: { title: "edited" } });
    expect(edited.effects).toEqual([]);
    expect(apply(edited.row, seen("complete")).effects).toEqual([{ type: "saveDetails", afterMs: 0 }]);
    expect(apply(broken, seen("complete")).effects).toEqual([]);
    // Refused details wait for the user.
    expect(apply({ ...edited.row, saveError: refusal }, seen("complete")).effects).toEqual([]);
  });

  it("finishes on completion, a failed conversion or a deleted video", () => {
    expect(apply(processing, seen("complete")).row.state).toEqual({ phase: "complete", videoId: "v" });
    expect(apply(processing, seen("broken", ["error"])).row.state).toMatchObject({
      error: { code: "not-convertible" },
    });
    expect(apply(processing, seen("gone")).row.state).toMatchObject({ error: { code: "video-gone" } });
  });

  it.each(["broken", "gone"] as const)("heals an upload that failed as %s when its video is complete", (status) => {
    const failed = apply(processing, seen(status, ["error"])).row;
    for (const same of ["broken", "gone", "processing"] as const) expect(apply(failed, seen(same)).row).toBe(failed);
    const healed = apply(failed, seen("complete")).row;
    expect(healed).toMatchObject({ state: { phase: "complete", videoId: "v" }, finishedAtMs: 7 });
  });

  it("publishes a video that was to stay private when it heals", () => {
    const isPrivate = { ...processing, details: { ...processing.details, stayPrivate: true } };
    const failed = apply(isPrivate, seen("broken", ["error"])).row;
    expect(apply(failed, seen("complete")).effects).toEqual(apply(isPrivate, seen("complete")).effects);
  });

  it("stores BigGo's keywords and is a no-op when unchanged", () => {
    const { row } = apply(processing, seen("processing", ["轉檔中"]));
    expect(row.state).toMatchObject({ keywords: ["轉檔中"] });
    expect(apply(row, seen("processing", ["轉檔中"])).row).toBe(row);
  });
});

describe("an unreachable server", () => {
  it("backs off the whole queue", () => {
    const { effects } = apply(sending, failed({ kind: "unreachable", error }));
    expect(effects).toContainEqual({ type: "backOffQueue", forMs: policy.networkProbeMs });
  });
});
