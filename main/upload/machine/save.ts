import { signInCodes } from "../../../shared/errors.ts";
import type { Details, DetailsPatch } from "../../../shared/model/video.ts";
import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEffect, UploadEvent } from "../model/upload-event.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";
import { move, type Transition, unchanged } from "./transition.ts";

const saveNow = { type: "saveDetails", afterMs: 0 } as const;

/** Applies a patch to details. */
function withPatch(details: Details, patch: DetailsPatch): Details {
  return {
    title: patch.title ?? details.title,
    description: patch.description ?? details.description,
    access: patch.access ?? details.access,
    products: patch.products ?? details.products,
    coverTimeMs: patch.coverTimeMs ?? details.coverTimeMs,
    stayPrivate: patch.stayPrivate ?? details.stayPrivate,
  };
}

/** Whether the row has a video to save its details to. The video of a duplicate belongs to another upload. */
function ownsVideo(row: UploadRow): boolean {
  const { phase } = row.state;
  return phase === "saving" || phase === "processing" || phase === "complete";
}

/** The user edited the row's details: stored now, sent once there is a video. */
export function editDetails(row: UploadRow, patch: DetailsPatch): Transition {
  const edited = {
    ...row,
    details: withPatch(row.details, patch),
    detailsRevision: row.detailsRevision + 1,
    saveError: null,
  };
  return { row: edited, effects: ownsVideo(row) ? [saveNow] : [] };
}

/** Processing is complete: applies the publish intent of a video that stayed private until now, and nothing else. */
export function publish({ row, effects }: Transition): Transition {
  return { row, effects: row.details.stayPrivate ? [...effects, { type: "publish" }] : effects };
}

/** The effects that save what was edited while the row counted as failed: nothing is sent to a video that may be gone. */
export function saveAfterFailure({ state, savedRevision, detailsRevision, saveError }: UploadRow): UploadEffect[] {
  const isUnsaved = savedRevision < detailsRevision && saveError === null;
  return state.phase === "failed" && isUnsaved ? [saveNow] : [];
}

/** The library has accepted the publish intent as an edit of the video. */
export function onPublished(row: UploadRow): Transition {
  return row.details.stayPrivate
    ? { row: { ...row, details: { ...row.details, stayPrivate: false } }, effects: [] }
    : unchanged(row);
}

/** Stores what the video becomes after processing; the library applies it then. */
export function setPublishIntent(row: UploadRow, patch: DetailsPatch): Transition {
  return { row: { ...row, details: withPatch(row.details, patch) }, effects: [] };
}

/** Applies the library's edits to the row, except an access that the row's publish intent overrides. */
export function mirrorDetails(row: UploadRow, { access, ...patch }: DetailsPatch): Transition {
  // The row's unsaved changes are newer than anything confirmed meanwhile.
  if (row.savedRevision < row.detailsRevision) return unchanged(row);
  const applied = row.details.stayPrivate || access === undefined ? patch : { ...patch, access };
  return { row: { ...row, details: withPatch(row.details, applied) }, effects: [] };
}

/** BigGo has confirmed a revision of the details. */
export function onDetailsSaved(row: UploadRow, revision: number): Transition {
  const saved = { ...row, savedRevision: Math.max(row.savedRevision, revision), saveError: null, failures: 0 };
  const isBehind = saved.savedRevision < saved.detailsRevision;
  if (isBehind) return { row: saved, effects: [saveNow] };
  if (row.state.phase !== "saving") return { row: saved, effects: [] };
  return move(saved, { phase: "processing", videoId: row.state.videoId, keywords: [] });
}

/**
 * The details could not be saved. A transient failure is retried. A refusal is stored as the row's save error and the
 * row continues to processing: details that cannot be saved never cost a video that arrived.
 */
export function onDetailsFailed(
  row: UploadRow,
  { revision, error, random, retryAfterMs }: Extract<UploadEvent, { type: "detailsFailed" }>,
  policy: RetryPolicy,
): Transition {
  if (videoIdOf(row) === null) return unchanged(row);
  // The details are fine: they wait until the user signs in again.
  if (signInCodes.has(error.code)) return { row, effects: [{ type: "holdSignedOut", error }] };
  // The same holds for an untrusted connection and a rate limit: they are sent when the queue resumes.
  if (error.code === "tls") return { row, effects: [{ type: "holdBlocked", error }] };
  if (error.code === "rate-limited") return { row, effects: [{ type: "holdForRateLimit", retryAfterMs }] };
  if (error.retryable) {
    const delayMs = backoffMs(policy, row.failures, random);
    const waiting = { ...row, failures: row.failures + 1 };
    const effects = [{ type: "saveDetails" as const, afterMs: delayMs }];
    if (row.state.phase !== "saving") return { row: waiting, effects };
    return move(waiting, { ...row.state, error }, effects);
  }
  // The refused revision is outdated: save the current one.
  if (revision < row.detailsRevision) return { row, effects: [saveNow] };
  const refused = { ...row, saveError: error };
  if (row.state.phase !== "saving") return { row: refused, effects: [] };
  return move(refused, { phase: "processing", videoId: row.state.videoId, keywords: [] });
}

/** Saves the details now, also after a refusal. */
export function retrySave(row: UploadRow): Transition {
  if (!ownsVideo(row) || row.savedRevision >= row.detailsRevision) return unchanged(row);
  if (row.saveError === null) return { row, effects: [saveNow] };
  return { row: { ...row, saveError: null }, effects: [saveNow] };
}
