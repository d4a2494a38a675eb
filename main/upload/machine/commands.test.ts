import { describe, expect, it } from "vitest";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, confirming, error, failed, processing, refusal, seen, sending, uncertain } from "./machine-samples.ts";

describe("the person", () => {
  it("cancels what is not on BigGo yet, and nothing that is", () => {
    expect(apply(sending, { type: "cancelRequested", atMs: 1 })).toMatchObject({
      row: { state: { phase: "cancelled" }, finishedAtMs: 1 },
      effects: [{ type: "abortSend" }],
    });
    expect(apply(processing, { type: "cancelRequested", atMs: 1 }).row).toBe(processing);
  });

  it("retries what was cancelled while BigGo confirmed it by looking first", () => {
    const { row } = apply(confirming, { type: "cancelRequested", atMs: 1 });
    expect(apply(row, { type: "retryRequested" }).row.state.phase).toBe("uncertain");
  });

  it("pauses what waits, and not what BigGo is confirming", () => {
    const { row } = apply(sampleRow(), { type: "pauseRequested" });
    expect(row.state).toEqual({ phase: "paused", held: false });
    expect(apply(row, { type: "resumeRequested" }).row.state.phase).toBe("checking");
    expect(apply(confirming, { type: "pauseRequested" }).row).toBe(confirming);
  });
});

describe("a pause in the middle of sending", () => {
  const held = apply(sending, { type: "pauseRequested" });
  const heldByQueue = apply(sending, { type: "queuePaused" });

  it("holds the connection, and goes on with it", () => {
    expect(held.row.state).toEqual({ phase: "paused", held: true });
    expect(held.effects).toEqual([{ type: "holdSend" }]);
    const resumed = apply(held.row, { type: "resumeRequested" });
    expect(resumed).toMatchObject({ row: { state: { phase: "sending", held: false }, attempts: 1 } });
    expect(resumed.effects).toEqual([{ type: "continueSend" }]);
  });

  it("of the whole queue leaves the row in its place, and goes on with the queue", () => {
    expect(heldByQueue.row.state).toEqual({ phase: "sending", held: true });
    expect(heldByQueue.effects).toEqual([{ type: "holdSend" }]);
    expect(apply(heldByQueue.row, { type: "queueResumed" }).effects).toEqual([{ type: "continueSend" }]);
    expect(apply(sampleRow(), { type: "queuePaused" }).effects).toEqual([]);
  });

  it("never lets the last bytes go", () => {
    for (const { row } of [held, heldByQueue]) {
      expect(apply(row, { type: "lastBytesReady", attempt: 1, seen }).row).toBe(row);
    }
  });

  it("lets the connection go after a while, of that attempt only", () => {
    expect(apply(held.row, { type: "releaseConnection", attempt: 1 })).toMatchObject({
      row: { state: { phase: "paused", held: false } },
      effects: [{ type: "abortSend" }],
    });
    expect(apply(heldByQueue.row, { type: "releaseConnection", attempt: 1 }).row.state).toEqual({ phase: "queued" });
    expect(apply(held.row, { type: "releaseConnection", attempt: 7 }).row).toBe(held.row);
    expect(apply(sending, { type: "releaseConnection", attempt: 1 }).row).toBe(sending);
  });

  it("takes the end of the connection for no failure, and BigGo's no for a no", () => {
    const broken = failed({ kind: "broken", error });
    expect(apply(held.row, broken).row).toMatchObject({ state: { phase: "paused", held: false }, failures: 0 });
    expect(apply(heldByQueue.row, broken).row).toMatchObject({ state: { phase: "queued" }, failures: 0 });
    expect(apply(held.row, failed({ kind: "refused", error: refusal })).row.state.phase).toBe("failed");
    const limited = apply(held.row, failed({ kind: "rateLimited", retryAfterMs: 5 }));
    expect(limited.effects).toEqual([{ type: "holdForRateLimit", retryAfterMs: 5 }]);
  });
});

describe("a row that asks", () => {
  const asking = { ...uncertain, state: { phase: "uncertain" as const, candidates: ["a", "b"], error: null } };

  it("takes one of those it asks about, and no other video", () => {
    expect(apply(asking, { type: "candidateChosen", videoId: "b" }).row.state).toMatchObject({ videoId: "b" });
    expect(apply(asking, { type: "candidateChosen", videoId: "c" }).row).toBe(asking);
  });

  it("asks no more about a video that was found to be another row's", () => {
    const { row, effects } = apply(asking, { type: "candidateTaken", videoId: "a" });
    expect(row.state).toMatchObject({ phase: "uncertain", candidates: ["b"] });
    expect(effects).toEqual([{ type: "reconcileNow" }]);
    expect(apply(asking, { type: "candidateTaken", videoId: "c" }).row).toBe(asking);
  });
});

it("keeps its doubt when the new file is the same content, and loses it with another", () => {
  const row = sampleRow({
    state: { phase: "needsFile", reason: "changed" },
    uncertainBefore: true,
    confirmedDuplicate: true,
  });
  const take = (fingerprint: string) =>
    apply(row, { type: "newFileTaken", file: row.file, fingerprint, lengthSeconds: 12, aspectRatio: 1 }).row;
  expect(take(row.fingerprint)).toMatchObject({ uncertainBefore: true, confirmedDuplicate: true });
  expect(take("another")).toMatchObject({ uncertainBefore: false, confirmedDuplicate: false });
});
