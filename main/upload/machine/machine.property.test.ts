import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { ReconcileResult, UploadEvent } from "../model/upload-event.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { transition } from "./machine.ts";
import { error, firstAttempt, refusal, seen } from "./machine-samples.ts";
import { recover } from "./recovery.ts";

const attempt = fc.integer({ min: 0, max: 4 });
const random = fc.double({ min: 0, max: 0.999, noNaN: true });
const atMs = fc.constant(1);
const videoId = fc.constantFrom("v", "w");
const failure = fc.constantFrom<SendFailure>(
  { kind: "aborted" },
  { kind: "broken", error },
  { kind: "unreachable", error },
  { kind: "unanswered", error },
  { kind: "duplicate" },
  { kind: "rateLimited", retryAfterMs: 5 },
  { kind: "refused", error: refusal },
);
const found = fc.constantFrom<ReconcileResult>(
  { kind: "none" },
  { kind: "one", videoId: "v" },
  { kind: "duplicate", videoId: "v" },
  { kind: "several", videoIds: ["v", "w"] },
  { kind: "pending", videoIds: ["v"] },
  { kind: "weak", videoId: "v" },
  { kind: "unreadable", error },
);
const patch = fc.constantFrom({ title: "t" }, { access: "private" as const }, { stayPrivate: true });
const { file, fingerprint } = sampleRow();

const withFields = <T extends UploadEvent["type"], F>(type: T, fields: { [K in keyof F]: fc.Arbitrary<F[K]> }) =>
  fc.record(fields).map((values) => ({ type, ...values }));

/** Every event type: a new one does not compile until it is added here. */
const events: { [T in UploadEvent["type"]]: fc.Arbitrary<Extract<UploadEvent, { type: T }>> } = {
  fileChecked: withFields("fileChecked", { problem: fc.constantFrom(null, "missing" as const, "changed" as const) }),
  slotGranted: fc.constant({
    type: "slotGranted",
    attempt: firstAttempt,
  }),
  lastBytesReady: withFields("lastBytesReady", { attempt, seen: fc.constant(seen) }),
  arrived: withFields("arrived", { attempt, videoId }),
  sendFailed: withFields("sendFailed", { attempt, bodyStarted: fc.boolean(), failure, atMs, random }),
  releaseConnection: withFields("releaseConnection", { attempt }),
  stuck: withFields("stuck", { attempt }),
  reconciled: withFields("reconciled", { found, extra: fc.boolean(), atMs }),
  detailsSaved: withFields("detailsSaved", { revision: attempt }),
  detailsFailed: withFields("detailsFailed", { revision: attempt, error: fc.constantFrom(error, refusal), random }),
  statusSeen: withFields("statusSeen", {
    status: fc.constantFrom("processing" as const, "complete" as const, "broken" as const, "gone" as const),
    keywords: fc.constantFrom([], ["轉檔中"]),
    atMs,
  }),
  waitElapsed: fc.constant({ type: "waitElapsed" }),
  networkReturned: fc.constant({ type: "networkReturned" }),
  detailsEdited: withFields("detailsEdited", { patch }),
  detailsMirrored: withFields("detailsMirrored", { patch }),
  publishIntentSet: withFields("publishIntentSet", {
    patch: fc.constantFrom({ access: "unlisted" as const }, { stayPrivate: true }),
  }),
  published: fc.constant({ type: "published" }),
  saveRequested: fc.constant({ type: "saveRequested" }),
  cancelRequested: withFields("cancelRequested", { atMs }),
  retryRequested: fc.constant({ type: "retryRequested" }),
  pauseRequested: fc.constant({ type: "pauseRequested" }),
  queuePaused: fc.constant({ type: "queuePaused" }),
  queueResumed: fc.constant({ type: "queueResumed" }),
  resumeRequested: fc.constant({ type: "resumeRequested" }),
  changedFileAccepted: withFields("changedFileAccepted", {
    file: fc.constant(file),
    fingerprint: fc.constantFrom(fingerprint, "another content"),
    lengthSeconds: fc.constant(null),
    aspectRatio: fc.constant(null),
    media: fc.constant(null),
  }),
  fileMoved: fc.constant({ type: "fileMoved", file }),
  candidateChosen: withFields("candidateChosen", { videoId: fc.option(videoId) }),
  candidateTaken: withFields("candidateTaken", { videoId }),
};
const anyEvent: fc.Arbitrary<UploadEvent> = fc.oneof(...Object.values<fc.Arbitrary<UploadEvent>>(events));

const states: readonly UploadState[] = [
  { phase: "checking" },
  { phase: "queued" },
  { phase: "sending", held: false },
  { phase: "confirming" },
  { phase: "saving", videoId: "v", error: null },
  { phase: "processing", videoId: "v", keywords: [] },
  { phase: "complete", videoId: "v" },
  { phase: "waiting", untilMs: 5, reason: "network", error: null },
  { phase: "paused", held: false },
  { phase: "paused", held: true },
  { phase: "uncertain", candidates: [], error: null },
  { phase: "uncertain", candidates: ["v", "w"], error: null },
  { phase: "needsFile", reason: "missing" },
  { phase: "duplicate", videoId: null },
  { phase: "duplicate", videoId: "v" },
  { phase: "failed", error: refusal, videoId: null },
  { phase: "cancelled" },
];

const onBigGo = new Set(["saving", "processing", "complete"]);
/** What may requeue an upload that may have arrived: BigGo's refusal, a reconcile that found nothing, or the user. */
const requeueEvents = new Set<UploadEvent["type"]>(["sendFailed", "reconciled", "candidateChosen"]);

function expectAllowed(before: UploadRow, event: UploadEvent | "crash"): UploadRow {
  const { row: after, effects } = event === "crash" ? recover(before, 1, policy) : transition(before, event, policy);
  const sends = effects.some((effect) => effect.type === "send");
  if (sends) expect([before.state.phase, after.state.phase]).toEqual(["queued", "sending"]);
  if (onBigGo.has(before.state.phase)) expect([...onBigGo, "failed"]).toContain(after.state.phase);
  const type = event === "crash" ? null : event.type;
  if (after.state.phase !== "queued") return after;
  // BigGo has confirmed a duplicate: only the user may have it sent anyway.
  if (before.state.phase === "uncertain" && before.confirmedDuplicate) expect(type).toBe("candidateChosen");
  const mayArrive = before.state.phase === "confirming" || before.state.phase === "uncertain";
  if (mayArrive) expect(type !== null && requeueEvents.has(type)).toBe(true);
  return after;
}

describe("transition and recover", () => {
  it("accept any event in any state and never resend a row that has a video", () => {
    for (const state of states) {
      fc.assert(
        fc.property(anyEvent, fc.boolean(), fc.nat(20), (event, confirmedDuplicate, reconcileAttempts) => {
          expectAllowed(sampleRow({ state, confirmedDuplicate, reconcileAttempts }), event);
        }),
        { numRuns: 2000, seed: 20_261_126 },
      );
    }
  });

  it("never resend a row on BigGo, or an uncertain one without a reconcile, after a crash at any commit", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant("crash" as const), anyEvent), { maxLength: 60 }), (steps) => {
        let row: UploadRow = sampleRow({ state: { phase: "checking" } });
        for (const event of steps) {
          const before = row;
          row = expectAllowed(before, event);
          expect(row.detailsRevision).toBeGreaterThanOrEqual(before.detailsRevision);
        }
      }),
      { numRuns: 3000, seed: 20_261_124 },
    );
  });
});
