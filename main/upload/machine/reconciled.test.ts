import { describe, expect, it } from "vitest";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { ReconcileResult, UploadEvent } from "../model/upload-event.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { apply, error, firstAttempt, uncertain } from "./machine-samples.ts";

const reconciled = (found: ReconcileResult, extra = false): UploadEvent => ({
  type: "reconciled",
  found,
  extra,
  atMs: 1,
});

describe("onReconciled", () => {
  const exhausted = { ...uncertain, reconcileAttempts: policy.reconcileDelaysMs.length };

  it("adopts the only matching video", () => {
    expect(apply(uncertain, reconciled({ kind: "one", videoId: "v" })).row.state).toMatchObject({
      phase: "saving",
      videoId: "v",
    });
  });

  it("reconciles again while the listing may lag, and resends only after the last reconcile", () => {
    const { row, effects } = apply(uncertain, reconciled({ kind: "none" }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs[1] }]);
    expect(apply(exhausted, reconciled({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("waits longer after each whole body that was in vain, and leaves the sixth to the user", () => {
    const afterBodies = (bodies: number) => {
      const attempt = { ...uncertain.attempt, bodies: new Array(bodies).fill({ fromMs: 1, toMs: 2 }) };
      return apply({ ...exhausted, attempt } as typeof exhausted, reconciled({ kind: "none" }));
    };
    expect(afterBodies(1).row.state.phase).toBe("queued");
    for (const bodies of [2, 3, 4, 5]) {
      const { row, effects } = afterBodies(bodies);
      const afterMs = policy.resendDelaysMs[bodies - 1];
      expect(row.state).toMatchObject({ phase: "waiting", reason: "server", untilMs: 1 + (afterMs ?? 0) });
      expect(effects).toEqual([{ type: "wake", afterMs }]);
    }
    expect(afterBodies(6).row.state).toMatchObject({
      phase: "failed",
      error: { code: "sent-in-vain", retryable: true },
    });
  });

  it("never resends while the listing could not be read", () => {
    const { row, effects } = apply(exhausted, reconciled({ kind: "unreadable", error }));
    expect(row.state.phase).toBe("uncertain");
    expect(effects).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }]);
  });

  it("requires a user decision when several videos match, and applies it", () => {
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

  it("sends a file again rather than guess, and asks the user when it is large", () => {
    const weak = reconciled({ kind: "weak", videoId: "v" });
    expect(apply(uncertain, weak).row.state).toMatchObject({ phase: "uncertain", candidates: [] });
    expect(apply(exhausted, weak).row.state.phase).toBe("queued");
    const large = { ...exhausted, file: { ...exhausted.file, sizeBytes: policy.maxBytesToAsk + 1 } };
    expect(apply(large, weak).row.state).toEqual({ phase: "uncertain", candidates: ["v"], error: null });
    // BigGo has the content: another answer is not to be expected.
    const known = { ...exhausted, confirmedDuplicate: true };
    expect(apply(known, weak).row.state).toMatchObject({ phase: "uncertain", candidates: ["v"] });
  });

  it("waits for a video that is processed, and asks the user when that takes too long", () => {
    const pending = reconciled({ kind: "pending", videoIds: ["v"] });
    expect(apply(uncertain, pending).row.state).toMatchObject({ phase: "uncertain", candidates: [] });
    const waiting = apply(exhausted, pending);
    expect(waiting.row.state).toMatchObject({ phase: "uncertain", candidates: [] });
    expect(waiting.effects).toMatchObject([{ type: "reconcile" }]);
    const lastAttempt = policy.reconcileDelaysMs.length + policy.pendingReconciles;
    const undecided = apply({ ...exhausted, reconcileAttempts: lastAttempt }, pending);
    expect(undecided.row.state).toEqual({ phase: "uncertain", candidates: ["v"], error: null });
    expect(undecided.effects).toMatchObject([{ type: "reconcile" }]);
    // Once the length is known, it decides.
    expect(apply(undecided.row, reconciled({ kind: "one", videoId: "v" })).row.state).toMatchObject({
      phase: "saving",
    });
    expect(apply(undecided.row, reconciled({ kind: "none" })).row.state.phase).toBe("queued");
  });

  it("requires a user decision for a single video that could be another row's", () => {
    const { row } = apply(exhausted, reconciled({ kind: "several", videoIds: ["a"] }));
    expect(row.state).toEqual({ phase: "uncertain", candidates: ["a"], error: null });
  });

  it("links a duplicate to its video and does nothing else", () => {
    const duplicate = sampleRow({ state: { phase: "duplicate", videoId: null } });
    const { row, effects } = apply(duplicate, reconciled({ kind: "one", videoId: "v" }));
    expect(row.state).toEqual({ phase: "duplicate", videoId: "v", isGuess: true });
    expect(effects).toEqual([]);
    const known = apply(duplicate, reconciled({ kind: "duplicate", videoId: "v" }));
    expect(known.row.state).toEqual({ phase: "duplicate", videoId: "v" });
  });

  it("adopts a video found by an extra reconcile, which does not count when it finds none", () => {
    expect(apply(uncertain, { type: "networkReturned" }).effects).toEqual([{ type: "reconcileNow" }]);
    const last = { ...uncertain, reconcileAttempts: policy.reconcileDelaysMs.length };
    for (const row of [uncertain, last]) expect(apply(row, reconciled({ kind: "none" }, true)).row).toBe(row);
    expect(apply(last, reconciled({ kind: "one", videoId: "v" }, true)).row.state.phase).toBe("saving");
  });

  it.each(["invalid-field", "too-large", "sent-in-vain"] as const)(
    "heals a row that failed after a whole body (%s) when its video turns up, and no other one",
    (code) => {
      const state = { phase: "failed", error: { ...error, code }, videoId: null } as const;
      const refused = { ...uncertain, state, attempt: { ...firstAttempt, bodies: [{ fromMs: 1, toMs: 2 }] } };
      const later = [{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }];
      for (const kind of ["none", "several", "weak", "pending", "unreadable"] as const) {
        const found = { kind, videoId: "v", videoIds: ["v"], error } as ReconcileResult;
        const { row, effects } = apply(refused, reconciled(found, true));
        expect(row).toBe(refused);
        expect(effects).toEqual(kind === "pending" || kind === "unreadable" ? later : []);
      }
      const healed = apply(refused, reconciled({ kind: "one", videoId: "v" }, true));
      expect(healed.row).toMatchObject({ state: { phase: "saving", videoId: "v" }, finishedAtMs: null });
      expect(healed.effects).toContainEqual({ type: "saveDetails", afterMs: 0 });
      const neverSent = { ...refused, attempt: firstAttempt };
      expect(apply(neverSent, reconciled({ kind: "one", videoId: "v" }, true)).row).toBe(neverSent);
    },
  );

  it("retries a duplicate's reconcile when the listing could not be read", () => {
    const duplicate = sampleRow({ state: { phase: "duplicate", videoId: null } });
    const effects = (extra: boolean) => apply(duplicate, reconciled({ kind: "unreadable", error }, extra)).effects;
    expect(effects(false)).toEqual([{ type: "reconcile", afterMs: policy.reconcileDelaysMs.at(-1) }]);
    expect(effects(true)).toEqual([]);
  });
});
