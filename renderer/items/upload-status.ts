import { assertNever } from "../../shared/assert-never.ts";
import type { Holds, ProgressRow, Upload } from "../../shared/model/upload.ts";
import type { en } from "../messages/en.ts";
import { isGuess } from "../state/uploads-store.ts";
import type { ChipTone } from "../ui/chip.tsx";

/** The queue's groups, in display order. */
export const queueGroups = ["needsYou", "active", "waiting", "done"] as const;
export type QueueGroup = (typeof queueGroups)[number];

/** The actions that an upload's row may offer. */
export type PrimaryAction =
  | "retry"
  | "checkAgain"
  | "useNewFile"
  | "choose"
  | "open"
  | "openOnBiggo"
  | "saveDetails"
  | "resume"
  | "remove";

/** An upload's group, phase label, the label's tone, and the action to offer, if any. */
export interface UploadStatus {
  readonly group: QueueGroup;
  readonly label: Exclude<keyof typeof en.phase, "uploadingAt">;
  readonly tone: ChipTone;
  readonly action: PrimaryAction | null;
}

const status = (
  group: QueueGroup,
  label: UploadStatus["label"],
  tone: ChipTone,
  action: PrimaryAction | null = null,
): UploadStatus => ({ group, label, tone, action });

/** Why a received video's details could not be saved; null when they are saved or pending. */
export function detailsFailure(upload: Upload) {
  if (upload.state.phase === "saving" && upload.state.error !== null) return upload.state.error;
  const arrived = "videoId" in upload.state && upload.state.videoId !== null;
  return arrived && upload.save.state === "failed" ? upload.save.error : null;
}

const needsFileLabels = { missing: "fileMissing", changed: "fileChanged", unreadable: "fileUnreadable" } as const;
const waitingLabels = {
  network: "waitingNetwork",
  server: "waitingServer",
  interrupted: "waitingInterrupted",
} as const;

/** The status of an upload, as shown in the queue. */
export function describeUpload(upload: Upload): UploadStatus {
  const { state } = upload;
  if (detailsFailure(upload) !== null) return status("needsYou", "detailsNotSaved", "wait", "saveDetails");
  switch (state.phase) {
    case "checking":
      return status("active", "checking", "neutral");
    case "queued":
      return status("waiting", "queued", "neutral");
    case "sending":
      return state.held ? status("active", "paused", "neutral") : status("active", "uploading", "accent");
    case "confirming":
      return status("active", "finishing", "accent");
    case "saving":
      return status("active", "saving", "accent");
    case "processing":
      return status("active", "processing", "neutral");
    case "complete":
      return status("done", "complete", "done");
    case "waiting":
      return status("waiting", waitingLabels[state.reason], "wait");
    case "paused":
      return status("waiting", "paused", "neutral", "resume");
    case "uncertain":
      return state.candidates.length > 0
        ? status("needsYou", "choose", "wait", "choose")
        : status("active", "uncertain", "wait");
    case "needsFile":
      return status(
        "needsYou",
        needsFileLabels[state.reason],
        "fail",
        state.reason === "changed" ? "useNewFile" : "checkAgain",
      );
    case "duplicate":
      if (state.videoId === null) return status("done", "duplicate", "neutral");
      // A guess may be another upload: it is only shown.
      return status("done", "duplicate", "neutral", isGuess(upload) ? "openOnBiggo" : "open");
    case "failed":
      return status("needsYou", "failed", "fail", state.error.retryable ? "retry" : "remove");
    case "cancelled":
      return status("done", "cancelled", "neutral");
    default:
      return assertNever(state);
  }
}

function sentPercent(progress: ProgressRow | undefined): number | null {
  if (progress === undefined || progress.totalBytes === 0) return null;
  return Math.min(99, (progress.sentBytes / progress.totalBytes) * 100);
}

/** Upload progress, 0–100: at most 99 until BigGo has confirmed, null when the phase has no progress. */
export function uploadPercent(upload: Upload, progress: ProgressRow | undefined): number | null {
  switch (upload.state.phase) {
    case "sending":
      return sentPercent(progress) ?? 0;
    case "paused":
      return upload.state.held ? sentPercent(progress) : null;
    case "confirming":
    case "uncertain":
      return 99;
    case "saving":
    case "processing":
    case "complete":
      return 100;
    default:
      return null;
  }
}

/** Whether an upload still needs work or a user decision. */
export function isUnfinished(upload: Upload): boolean {
  return describeUpload(upload).group !== "done";
}

/** Whether its row can be removed without stopping an upload. */
export function isRemovable(upload: Upload): boolean {
  return ["complete", "duplicate", "failed", "cancelled"].includes(upload.state.phase);
}

/** Whether it can be cancelled before it is on BigGo. */
export function isCancellable(upload: Upload): boolean {
  return ["checking", "queued", "sending", "confirming", "waiting", "paused", "uncertain", "needsFile"].includes(
    upload.state.phase,
  );
}

/** Whether it can be paused individually. */
export function isPausable(upload: Upload): boolean {
  return ["queued", "sending", "waiting"].includes(upload.state.phase);
}

/** Whether its queue position can be changed, that is while it waits. */
export function isMovable(upload: Upload): boolean {
  return describeUpload(upload).group === "waiting";
}

/** Whether "Retry all" applies to it. */
export function isRetryable(upload: Upload): boolean {
  return ["failed", "waiting", "needsFile"].includes(upload.state.phase) || detailsFailure(upload) !== null;
}

/** Groups uploads, each group in queue order, except "done": most recently finished first. Empty groups are omitted. */
export function groupUploads(uploads: Iterable<Upload>): { group: QueueGroup; uploads: Upload[] }[] {
  const byGroup = Map.groupBy(uploads, (upload) => describeUpload(upload).group);
  const rank = (upload: Upload) => (upload.state.phase === "processing" ? 1 : 0);
  return queueGroups.flatMap((group) => {
    const members = byGroup.get(group) ?? [];
    if (members.length === 0) return [];
    const sorted =
      group === "done"
        ? members.sort((a, b) => (b.finishedAtMs ?? b.addedAtMs) - (a.finishedAtMs ?? a.addedAtMs))
        : members.sort((a, b) => rank(a) - rank(b) || a.position - b.position);
    return [{ group, uploads: sorted }];
  });
}

/** Why nothing is sent: a hold of the queue, or BigGo being unreachable. */
export type HoldName =
  | "readOnly"
  | "signedOut"
  | "offline"
  | "unreachable"
  | "blocked"
  | "diskFull"
  | "failing"
  | "locked"
  | "damaged"
  | "rateLimited"
  | "paused";

/** The most important hold; null when nothing holds the queue. */
export function firstHold(holds: Holds, unreachable = false): HoldName | null {
  if (holds.readOnly) return "readOnly";
  if (holds.signedOut) return "signedOut";
  if (holds.offline) return "offline";
  if (holds.blocked !== null) return "blocked";
  if (holds.storage !== null) return holds.storage === "full" ? "diskFull" : holds.storage;
  // BigGo said until when: until then it is not asked whether it can be reached.
  if (holds.rateLimitedUntilMs !== null) return "rateLimited";
  if (unreachable) return "unreachable";
  return holds.paused ? "paused" : null;
}
