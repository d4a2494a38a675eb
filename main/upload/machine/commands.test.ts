import { describe, expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, confirming, error, failed, processing, refusal, seen, sending, uncertain } from "./machine-samples.ts";

describe("cancel, retry and pause", () => {
  it("cancels an upload that is not on BigGo yet, and no other", () => {
    expect(apply(sending, { type: "cancelRequested", atMs: 1 })).toMatchObject({
      row: { state: { phase: "cancelled" }, finishedAtMs: 1 },
      effects: [{ type: "abortSend" }],
    });
    expect(apply(processing, { type: "cancelRequested", atMs: 1 }).row).toBe(processing);
  });

  it("reconciles first when it retries an upload cancelled while confirming", () => {
    const { row } = apply(confirming, { type: "cancelRequested", atMs: 1 });
    expect(apply(row, { type: "retryRequested" }).row.state.phase).toBe("uncertain");
  });

  it("keeps what is known of a whole body that BigGo refused when the user sends the file again", () => {
    const body = { fromMs: 100, toMs: 200 };
    const attempt = { startedAtMs: 1, libraryMark: 3, newestKnownMs: 5, bodies: [body], boundary: "b" };
    const state = { phase: "failed", error: refusal, videoId: null } as const;
    const again = apply(sampleRow({ state, attempt }), { type: "retryRequested" }).row;
    expect(again).toMatchObject({ state: { phase: "checking" }, uncertainBefore: true });
    const queued = { ...again, state: { phase: "queued" } } as const;
    const sent = apply(queued, { type: "slotGranted", attempt: { ...attempt, libraryMark: 9, bodies: [] } }).row;
    expect(sent.attempt).toMatchObject({ libraryMark: 3, bodies: [body] });
    // Refused before its last bytes: nothing of it can be there.
    const early = sampleRow({ state, attempt: { ...attempt, bodies: [] } });
    expect(apply(early, { type: "retryRequested" }).row.uncertainBefore).toBe(false);
  });

  it("pauses a queued upload, but not one that BigGo is confirming", () => {
    const { row } = apply(sampleRow(), { type: "pauseRequested" });
    expect(row.state).toEqual({ phase: "paused", held: false });
    expect(apply(row, { type: "resumeRequested" }).row.state.phase).toBe("checking");
    expect(apply(confirming, { type: "pauseRequested" }).row).toBe(confirming);
  });
});

describe("pause while sending", () => {
  const held = apply(sending, { type: "pauseRequested" });
  const heldByQueue = apply(sending, { type: "queuePaused" });

  it("holds the connection and resumes on it", () => {
    expect(held.row.state).toEqual({ phase: "paused", held: true });
    expect(held.effects).toEqual([{ type: "holdSend" }]);
    const resumed = apply(held.row, { type: "resumeRequested" });
    expect(resumed).toMatchObject({ row: { state: { phase: "sending", held: false }, attempts: 1 } });
    expect(resumed.effects).toEqual([{ type: "continueSend" }]);
  });

  it("holds the row without changing its phase when the queue is paused, and resumes with the queue", () => {
    expect(heldByQueue.row.state).toEqual({ phase: "sending", held: true });
    expect(heldByQueue.effects).toEqual([{ type: "holdSend" }]);
    expect(apply(heldByQueue.row, { type: "queueResumed" }).effects).toEqual([{ type: "continueSend" }]);
    expect(apply(sampleRow(), { type: "queuePaused" }).effects).toEqual([]);
  });

  it("withholds the last bytes", () => {
    for (const { row } of [held, heldByQueue]) {
      expect(apply(row, { type: "lastBytesReady", attempt: 1, seen }).row).toBe(row);
    }
  });

  it("releases the connection of the held attempt, and no other one, after a while", () => {
    expect(apply(held.row, { type: "releaseConnection", attempt: 1 })).toMatchObject({
      row: { state: { phase: "paused", held: false } },
      effects: [{ type: "abortSend" }],
    });
    expect(apply(heldByQueue.row, { type: "releaseConnection", attempt: 1 }).row.state).toEqual({ phase: "queued" });
    expect(apply(held.row, { type: "releaseConnection", attempt: 7 }).row).toBe(held.row);
    expect(apply(sending, { type: "releaseConnection", attempt: 1 }).row).toBe(sending);
  });

  it("does not count a lost connection as a failure, but accepts a refusal", () => {
    const broken = failed({ kind: "broken", error });
    expect(apply(held.row, broken).row).toMatchObject({ state: { phase: "paused", held: false }, failures: 0 });
    expect(apply(heldByQueue.row, broken).row).toMatchObject({ state: { phase: "queued" }, failures: 0 });
    expect(apply(held.row, failed({ kind: "refused", error: refusal })).row.state.phase).toBe("failed");
    const limited = apply(held.row, failed({ kind: "rateLimited", retryAfterMs: 5 }));
    expect(limited.effects).toEqual([{ type: "holdForRateLimit", retryAfterMs: 5 }]);
  });
});

describe("candidates of an uncertain row", () => {
  const uncertainRow = { ...uncertain, state: { phase: "uncertain" as const, candidates: ["a", "b"], error: null } };

  it("accept one of the listed videos, and no other", () => {
    expect(apply(uncertainRow, { type: "candidateChosen", videoId: "b" }).row.state).toMatchObject({ videoId: "b" });
    expect(apply(uncertainRow, { type: "candidateChosen", videoId: "c" }).row).toBe(uncertainRow);
  });

  it("no longer include a video that belongs to another row", () => {
    const { row, effects } = apply(uncertainRow, { type: "candidateTaken", videoId: "a" });
    expect(row.state).toMatchObject({ phase: "uncertain", candidates: ["b"] });
    expect(effects).toEqual([{ type: "reconcileNow" }]);
    expect(apply(uncertainRow, { type: "candidateTaken", videoId: "c" }).row).toBe(uncertainRow);
  });
});

describe("acceptChangedFile", () => {
  it("stays uncertain when the content is the same, and not when it differs", () => {
    const row = sampleRow({
      state: { phase: "needsFile", reason: "changed" },
      uncertainBefore: true,
      confirmedDuplicate: true,
    });
    const accept = (fingerprint: string) =>
      apply(row, {
        type: "changedFileAccepted",
        file: row.file,
        fingerprint,
        lengthSeconds: 12,
        aspectRatio: 1,
        media: null,
      }).row;
    expect(accept(row.fingerprint)).toMatchObject({ uncertainBefore: true, confirmedDuplicate: true });
    expect(accept("another")).toMatchObject({ uncertainBefore: false, confirmedDuplicate: false });
  });
});
