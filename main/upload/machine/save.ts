import { signInCodes } from "../../../shared/errors.ts";
import type { Details, DetailsPatch } from "../../../shared/model/video.ts";
import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadEvent } from "../model/upload-event.ts";
import { type UploadRow, videoIdOf } from "../model/upload-row.ts";
import { move, type Transition, unchanged } from "./transition.ts";

const saveNow = { type: "saveDetails", afterMs: 0 } as const;

/** Details with a change laid over them. */
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

/** Whether there is a video to save the details to; one that was there already is not this row's to change. */
function ownsVideo(row: UploadRow): boolean {
  const { phase } = row.state;
  return phase === "saving" || phase === "processing" || phase === "complete";
}

/** The row's title, description or access were changed here: stored now, sent when there is a video to send them to. */
export function editDetails(row: UploadRow, patch: DetailsPatch): Transition {
  const edited = {
    ...row,
    details: withPatch(row.details, patch),
    detailsRevision: row.detailsRevision + 1,
    saveError: null,
  };
  return { row: edited, effects: ownsVideo(row) ? [saveNow] : [] };
}

/**
 * Processing is complete: what was to stay private until now becomes what was chosen, and nothing but that is changed.
 */
export function publish({ row, effects }: Transition): Transition {
  return { row, effects: row.details.stayPrivate ? [...effects, { type: "publish" }] : effects };
}

/** The wish is on its way as an edit of the video. */
export function onPublished(row: UploadRow): Transition {
  return row.details.stayPrivate
    ? { row: { ...row, details: { ...row.details, stayPrivate: false } }, effects: [] }
    : unchanged(row);
}

/** The person wishes something for the time after processing; BigGo hears of it from the library. */
export function wish(row: UploadRow, patch: DetailsPatch): Transition {
  return { row: { ...row, details: withPatch(row.details, patch) }, effects: [] };
}

/** The library's edits are told to the row, as far as they are not its own to decide. */
export function mirror(row: UploadRow, { access, ...patch }: DetailsPatch): Transition {
  // What the row has not saved yet is newer than whatever was confirmed meanwhile.
  if (row.savedRevision < row.detailsRevision) return unchanged(row);
  const seen = row.details.stayPrivate || access === undefined ? patch : { ...patch, access };
  return { row: { ...row, details: withPatch(row.details, seen) }, effects: [] };
}

/** BigGo has confirmed a revision of the details. */
export function onDetailsSaved(row: UploadRow, revision: number): Transition {
  const saved = { ...row, savedRevision: Math.max(row.savedRevision, revision), saveError: null, failures: 0 };
  const behind = saved.savedRevision < saved.detailsRevision;
  if (behind) return { row: saved, effects: [saveNow] };
  if (row.state.phase !== "saving") return { row: saved, effects: [] };
  return move(saved, { phase: "processing", videoId: row.state.videoId, keywords: [] });
}

/**
 * The details could not be saved. What may pass is tried again; a refusal is kept beside the video, which goes on to be
 * processed: details that cannot be saved never cost a video that arrived.
 */
export function onDetailsFailed(
  row: UploadRow,
  { revision, error, random, retryAfterMs }: Extract<UploadEvent, { type: "detailsFailed" }>,
  policy: RetryPolicy,
): Transition {
  if (videoIdOf(row) === null) return unchanged(row);
  // Nothing is wrong with the details: they wait for the person to sign in again.
  if (signInCodes.has(error.code)) return { row, effects: [{ type: "holdSignedOut", error }] };
  // Nor are they when nobody can be trusted, or BigGo asks to be left alone: they go when the queue goes on.
  if (error.code === "tls") return { row, effects: [{ type: "holdBlocked", error }] };
  if (error.code === "rate-limited") return { row, effects: [{ type: "holdForRateLimit", retryAfterMs }] };
  if (error.retryable) {
    const delayMs = backoffMs(policy, row.failures, random);
    const waiting = { ...row, failures: row.failures + 1 };
    const effects = [{ type: "saveDetails" as const, afterMs: delayMs }];
    if (row.state.phase !== "saving") return { row: waiting, effects };
    return move(waiting, { ...row.state, error }, effects);
  }
  // What was refused is no longer what is to be saved.
  if (revision < row.detailsRevision) return { row, effects: [saveNow] };
  const refused = { ...row, saveError: error };
  if (row.state.phase !== "saving") return { row: refused, effects: [] };
  return move(refused, { phase: "processing", videoId: row.state.videoId, keywords: [] });
}

/** The person asks to save the details again. */
export function saveAgain(row: UploadRow): Transition {
  if (!ownsVideo(row) || row.savedRevision >= row.detailsRevision) return unchanged(row);
  if (row.saveError === null) return { row, effects: [saveNow] };
  return { row: { ...row, saveError: null }, effects: [saveNow] };
}
