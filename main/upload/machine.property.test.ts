import fc from "fast-check";
import { expect, it } from "vitest";
import { transition } from "./machine.ts";
import { recover } from "./recovery.ts";
import { defaultRetryPolicy as policy } from "./retry-policy.ts";
import type { LookResult, UploadEvent } from "./upload-event.ts";
import type { UploadRow } from "./upload-row.ts";
import { sampleRow } from "./upload-row-sample.ts";

const seen = { libraryMark: 0, newestKnownMs: null };

const error = { code: "server-error", message: "", retryable: true, details: {} } as const;
const attempt = fc.integer({ min: 0, max: 4 });
const random = fc.double({ min: 0, max: 0.999, noNaN: true });
const failure = fc.constantFrom(
  { kind: "aborted" } as const,
  { kind: "broken", error } as const,
  { kind: "unreachable", error } as const,
  { kind: "unanswered", error } as const,
  { kind: "alreadyThere" } as const,
  { kind: "rateLimited", retryAfterMs: 5 } as const,
  { kind: "refused", error: { ...error, retryable: false } } as const,
);
const found = fc.constantFrom<LookResult>(
  { kind: "none" },
  { kind: "one", videoId: "v" },
  { kind: "several", videoIds: ["v", "w"] },
  { kind: "likely", videoId: "v" },
  { kind: "unreadable", error },
);

/** Everything that can happen, a crash and the start after it among it. */
const happening: fc.Arbitrary<UploadEvent | "crash"> = fc.oneof(
  fc.constant("crash" as const),
  fc.constantFrom<UploadEvent>(
    { type: "fileChecked", problem: null },
    { type: "fileChecked", problem: "missing" },
    { type: "slotGranted", attempt: { startedAtMs: 5, libraryMark: 0, newestKnownMs: null, boundary: "b" } },
    { type: "timeUp" },
    { type: "networkReturned" },
    { type: "retryRequested" },
    { type: "pauseRequested" },
    { type: "queuePaused" },
    { type: "queueResumed" },
    { type: "resumeRequested" },
    { type: "cancelRequested", atMs: 1 },
    { type: "detailsEdited", patch: { title: "t" } },
    { type: "saveRequested" },
    { type: "statusSeen", status: "complete", keywords: [], atMs: 1 },
  ),
  attempt.map((number): UploadEvent => ({ type: "lastBytesReady", attempt: number, seen })),
  attempt.map((number): UploadEvent => ({ type: "letGo", attempt: number })),
  attempt.map((number): UploadEvent => ({ type: "stuck", attempt: number })),
  attempt.map((number): UploadEvent => ({ type: "arrived", attempt: number, videoId: "v" })),
  fc
    .record({ attempt, begun: fc.boolean(), failure, random })
    .map((fields): UploadEvent => ({ type: "sendFailed", atMs: 1, ...fields })),
  found.map((result): UploadEvent => ({ type: "looked", found: result, extra: false, atMs: 1 })),
  fc.record({ revision: attempt }).map(({ revision }): UploadEvent => ({ type: "detailsSaved", revision })),
);

const onBigGo = new Set(["saving", "processing", "complete"]);

it("crash after any commit, recover: never sent while on BigGo, never sent while uncertain without a look", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      let row: UploadRow = sampleRow({ state: { phase: "checking" } });
      for (const event of happenings) {
        const before = row;
        const { row: after, effects } =
          event === "crash" ? recover(before, 1, policy) : transition(before, event, policy);
        row = after;
        const sends = effects.some((effect) => effect.type === "send");
        if (sends) expect([before.state.phase, after.state.phase]).toEqual(["queued", "sending"]);
        if (onBigGo.has(before.state.phase)) expect([...onBigGo, "failed"]).toContain(after.state.phase);
        if (before.provenThere && event !== "crash") expect(after.state.phase).not.toBe("queued");
        const mayArrive = before.state.phase === "confirming" || before.state.phase === "uncertain";
        if (mayArrive && after.state.phase === "queued") {
          // Back to the queue only after BigGo's own no, or after a look that found nothing.
          const allowed = event !== "crash" && (event.type === "looked" || event.type === "sendFailed");
          expect(allowed).toBe(true);
        }
        expect(after.detailsRevision).toBeGreaterThanOrEqual(before.detailsRevision);
      }
    }),
    { numRuns: 3000, seed: 20_261_124 },
  );
});
