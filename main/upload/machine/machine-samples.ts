import type { AppErrorValue } from "../../../shared/errors.ts";
import type { UploadState } from "../../../shared/model/upload.ts";
import { defaultRetryPolicy as policy } from "../model/retry-policy.ts";
import type { SendFailure } from "../model/send-failure.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import type { Attempt } from "../model/upload-row.ts";
import { sampleRow } from "../model/upload-row-sample.ts";
import { transition } from "./machine.ts";

/** What the library had seen when the last bytes were ready. */
export const firstAttempt: Attempt = {
  startedAtMs: 1,
  libraryMark: 0,
  newestKnownMs: null,
  bodies: [],
  boundary: "b",
};
export const seen = { libraryMark: 0, newestKnownMs: null, body: null };

export const error: AppErrorValue = { code: "server-error", message: "HTTP 500", retryable: true, details: {} };
export const refusal: AppErrorValue = {
  code: "invalid-field",
  message: "1006",
  retryable: false,
  details: { biggoCode: 1006 },
};
/** A row in its first attempt; the rows below are in its later states. */
export const sending = sampleRow({
  state: { phase: "sending", held: false },
  attempts: 1,
  attempt: firstAttempt,
});
export const confirming = { ...sending, state: { phase: "confirming" } as const };
export const uncertain = {
  ...sending,
  state: { phase: "uncertain", candidates: [], error: null } as UploadState,
  uncertainBefore: true,
};
export const processing = sampleRow({ state: { phase: "processing", videoId: "v", keywords: [] }, savedRevision: 1 });

/** Applies one event with the default policy. */
export const apply = (row = sampleRow(), event: UploadEvent) => transition(row, event, policy);
/** A failed attempt that had started to send its body. */
export const failed = (failure: SendFailure, attempt = 1): UploadEvent => ({
  type: "sendFailed",
  attempt,
  bodyStarted: true,
  failure,
  atMs: 10_000,
  random: 0.5,
});
