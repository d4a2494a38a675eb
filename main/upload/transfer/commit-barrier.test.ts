import { beforeEach, describe, expect, it } from "vitest";
import { createSimClock, type SimClock } from "../../foundation/sim-clock.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { type CommitBarrier, createCommitBarrier } from "./commit-barrier.ts";

const confirming = { phase: "confirming" } as const;
const uncertain: UploadRow["state"] = { phase: "uncertain", candidates: [], error: null };
const mine = sampleRow({ id: "mine", state: { phase: "sending", held: false } });

let clock: SimClock;
let other: UploadRow;
let released: number;
let barrier: CommitBarrier;

beforeEach(() => {
  clock = createSimClock();
  released = 0;
  barrier = createCommitBarrier({
    rows: () => [mine, other],
    clock,
    monotonicNow: clock.trueMs,
    policy,
    onReleased() {
      released += 1;
    },
  });
});

async function passMs(ms: number): Promise<void> {
  let isOver = false;
  clock.after(ms, () => {
    isOver = true;
  });
  while (!isOver) await clock.step();
}

/** Sends the other upload's last bytes, then lets it be in a state for a while. */
async function doubt(state: UploadRow["state"], ms: number, changes: Partial<UploadRow> = {}) {
  other = sampleRow({ id: "other", state, ...changes });
  barrier.lastBytesSent(other.id);
  barrier.rowsChanged();
  await passMs(ms);
}

describe("commit barrier", () => {
  it("waits from the other upload's last bytes on, whenever this one arrives", async () => {
    await doubt(confirming, 29_000);
    expect(barrier.isContested(mine)).toBe(true);
    const passed = barrier.uncontested(mine, new AbortController().signal).then(() => clock.trueMs());
    while (barrier.isContested(mine)) await clock.step();
    expect(await passed).toBe(30_000);
  });

  it("waits for a minute in all, however many uploads come in between, so that its connection is not ended", async () => {
    await doubt(confirming, 1000);
    const { signal } = new AbortController();
    const passed = barrier.uncontested(mine, signal).then(() => clock.trueMs());
    await doubt(uncertain, 40_000, { id: "second" });
    await doubt(uncertain, 30_000, { id: "third" });
    expect(await passed).toBe(61_000);
    expect(barrier.isContested(mine)).toBe(false);
    // Another attempt has a time of its own.
    const next = new AbortController().signal;
    void barrier.uncontested(mine, next);
    expect(barrier.isContested(mine)).toBe(true);
  });

  it("waits half as long again once the response is lost, also after a restart", async () => {
    await doubt(uncertain, 44_000);
    expect(barrier.isContested(mine)).toBe(true);
    await passMs(1001);
    expect(barrier.isContested(mine)).toBe(false);
    other = sampleRow({ id: "recovered", state: uncertain });
    expect(barrier.isContested(mine)).toBe(false);
  });

  it("starts nothing while a response is lost, and reports when that is over", async () => {
    await doubt(confirming, 1000);
    expect(barrier.isHeldBack(mine)).toBe(false);
    await doubt(uncertain, 1000);
    expect(barrier.isHeldBack(mine)).toBe(true);
    await passMs(44_000);
    expect(released).toBe(1);
    expect(barrier.isHeldBack(mine)).toBe(false);
  });

  it.each<[string, UploadRow["state"], Partial<UploadRow>]>([
    ["an unknown length", uncertain, { lengthSeconds: null }],
    ["another length", uncertain, { lengthSeconds: 20 }],
    ["another shape", confirming, { aspectRatio: 1.78 }],
    ["a question to the user", { phase: "uncertain", candidates: ["v"], error: null }, {}],
    ["its scheduled reconciles over", uncertain, { reconcileAttempts: policy.reconcileDelaysMs.length }],
    ["a video", { phase: "saving", videoId: "v", error: null }, {}],
  ])("does not wait for an upload with %s", async (_, state, changes) => {
    await doubt(state, 0, changes);
    expect(barrier.isContested(mine)).toBe(false);
    expect(barrier.isHeldBack(mine)).toBe(false);
  });
});
