import type { UploadPhase } from "../../../shared/model/upload.ts";
import type { UploadEvent } from "../model/upload-event.ts";

/** One commit of a queue row for the log. Contains no path, name, title or other user content. */
export interface LoggedCommit {
  id: string;
  /** Null when the row was added. */
  from: UploadPhase | null;
  /** Null when the row was removed. */
  to: UploadPhase | null;
  cause: string;
  /** The number of attempts so far. */
  attempts: number;
}

/** The cause of a commit: the event, and for a failure its kind and code. */
export function causeOf(event: UploadEvent): string {
  switch (event.type) {
    case "sendFailed": {
      const { failure } = event;
      const code = "error" in failure ? ` ${failure.error.code}` : "";
      return `sendFailed ${failure.kind}${code}`;
    }
    case "reconciled":
      return `reconciled ${event.found.kind}`;
    case "detailsFailed":
      return `detailsFailed ${event.error.code}`;
    case "statusSeen":
      return `statusSeen ${event.status}`;
    case "fileChecked":
      return `fileChecked ${event.problem ?? "ok"}`;
    default:
      return event.type;
  }
}

/** Formats a commit for the log: `upload <id> queued -> sending (slotGranted), attempt 2`. */
export function describeCommit({ id, from, to, cause, attempts }: LoggedCommit): string {
  const attempt = attempts === 0 ? "" : `, attempt ${attempts}`;
  return `upload ${id} ${from ?? "new"} -> ${to ?? "removed"} (${cause})${attempt}`;
}
