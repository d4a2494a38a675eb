import { assertNever } from "../../shared/assert-never.ts";
import type { Holds, ProgressRow, Upload } from "../../shared/model/upload.ts";
import type { en } from "../messages/en.ts";
import type { ChipTone } from "../ui/chip.tsx";

/** The queue's groups, in their order. */
export const queueGroups = ["needsYou", "active", "waiting", "done"] as const;
export type QueueGroup = (typeof queueGroups)[number];

/** What a person can be offered to do about an upload. */
export type PrimaryAction =
  | "retry"
  | "checkAgain"
  | "useNewFile"
  | "choose"
  | "open"
  | "saveDetails"
  | "resume"
  | "remove";

/** How an upload stands: its group, its phase in a word and what that word means, and the one thing to do about it. */
export interface UploadStatus {
  readonly group: QueueGroup;
  readonly label: Exclude<keyof typeof en.phase, "uploadingAt">;
  readonly tone: ChipTone;
  readonly action: PrimaryAction | null;
}

const story = (
  group: QueueGroup,
  label: UploadStatus["label"],
  tone: ChipTone,
  action: PrimaryAction | null = null,
): UploadStatus => ({ group, label, tone, action });

/** Why the details of a video that arrived are not on BigGo, or null when they are or are on their way. */
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

/** Tells how an upload stands. */
export function describeUpload(upload: Upload): UploadStatus {
  const { state } = upload;
  if (detailsFailure(upload) !== null) return story("needsYou", "detailsNotSaved", "wait", "saveDetails");
  switch (state.phase) {
    case "checking":
      return story("active", "checking", "neutral");
    case "queued":
      return story("waiting", "queued", "neutral");
    case "sending":
      return state.held ? story("active", "paused", "neutral") : story("active", "uploading", "accent");
    case "confirming":
      return story("active", "finishing", "accent");
    case "saving":
      return story("active", "saving", "accent");
    case "processing":
      return story("active", "processing", "neutral");
    case "complete":
      return story("done", "complete", "done");
    case "waiting":
      return story("waiting", waitingLabels[state.reason], "wait");
    case "paused":
      return story("waiting", "paused", "neutral", "resume");
    case "uncertain":
      return state.candidates.length > 0
        ? story("needsYou", "choose", "wait", "choose")
        : story("active", "uncertain", "wait");
    case "needsFile":
      return story(
        "needsYou",
        needsFileLabels[state.reason],
        "fail",
        state.reason === "changed" ? "useNewFile" : "checkAgain",
      );
    case "duplicate":
      return story("done", "duplicate", "neutral", state.videoId === null ? null : "open");
    case "failed":
      return story("needsYou", "failed", "fail", state.error.retryable ? "retry" : "remove");
    case "cancelled":
      return story("done", "cancelled", "neutral");
    default:
      return assertNever(state);
  }
}

function sentPercent(progress: ProgressRow | undefined): number | null {
  if (progress === undefined || progress.totalBytes === 0) return null;
  return Math.min(99, (progress.sentBytes / progress.totalBytes) * 100);
}

/** How full the bar is: held at 99 until BigGo has confirmed, null where there is nothing to measure. */
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

/** Whether an upload still has something before it, the person's decision included. */
export function isUnfinished(upload: Upload): boolean {
  return describeUpload(upload).group !== "done";
}

/** Whether its place in the list can be given up without stopping anything. */
export function isRemovable(upload: Upload): boolean {
  return ["complete", "duplicate", "failed", "cancelled"].includes(upload.state.phase);
}

/** Whether it can be stopped before it is on BigGo. */
export function isCancellable(upload: Upload): boolean {
  return ["checking", "queued", "sending", "confirming", "waiting", "paused", "uncertain", "needsFile"].includes(
    upload.state.phase,
  );
}

/** Whether it can be paused by itself. */
export function isPausable(upload: Upload): boolean {
  return ["queued", "sending", "waiting"].includes(upload.state.phase);
}

/** Whether its place in the queue can be changed: it waits for its turn. */
export function isMovable(upload: Upload): boolean {
  return describeUpload(upload).group === "waiting";
}

/** Whether trying again, with everything else that went wrong, could help. */
export function isRetryable(upload: Upload): boolean {
  return ["failed", "waiting", "needsFile"].includes(upload.state.phase) || detailsFailure(upload) !== null;
}

/** The queue in its groups, each in the order of the queue; what is done, last done first. */
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

/** Why nothing goes on: a hold of the queue, or a BigGo that cannot be reached. */
export type HoldName =
  | "readOnly"
  | "signedOut"
  | "offline"
  | "unreachable"
  | "blocked"
  | "diskFull"
  | "locked"
  | "damaged"
  | "rateLimited"
  | "paused";

/** The hold that explains best why nothing goes on, if one does. */
export function firstHold(holds: Holds, unreachable = false): HoldName | null {
  if (holds.readOnly) return "readOnly";
  if (holds.signedOut) return "signedOut";
  if (holds.offline) return "offline";
  if (holds.blocked !== null) return "blocked";
  if (unreachable) return "unreachable";
  if (holds.storage !== null) return holds.storage === "full" ? "diskFull" : holds.storage;
  if (holds.rateLimitedUntilMs !== null) return "rateLimited";
  return holds.paused ? "paused" : null;
}
