import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { publish } from "./save.ts";
import { move, type Transition, unchanged } from "./transition.ts";

function recoverUnsaved(row: UploadRow): Transition {
  const unsaved = row.savedRevision < row.detailsRevision && row.saveError === null;
  return unsaved ? { row, effects: [{ type: "saveDetails", afterMs: 0 }] } : unchanged(row);
}

/** The app may have ended before the video was recorded in the ledger, or before its details were saved. */
function recoverArrived(row: UploadRow, videoId: string): Transition {
  const unsaved = row.savedRevision < row.detailsRevision && row.saveError === null;
  const save = { type: "saveDetails" as const, afterMs: 0 };
  return { row, effects: [{ type: "rememberVideo", videoId }, ...(unsaved ? [save] : [])] };
}

/**
 * Recovers a stored row at start, however the process ended: because of the write-ahead rule, each phase states exactly
 * what the server can have received. Pure.
 */
export function recover(row: UploadRow, nowMs: number, policy: RetryPolicy): Transition {
  switch (row.state.phase) {
    case "checking":
    case "needsFile":
      return { row, effects: [{ type: "checkFile", afterMs: 0 }] };
    // `confirming` is committed before the last bytes are sent, so the server cannot have the whole body: send again.
    case "sending":
      return move(row, { phase: "queued" });
    // The last bytes may have been sent: reconcile first.
    case "confirming":
      return move(row, { phase: "uncertain", candidates: [], error: null }, [{ type: "reconcile", afterMs: 0 }], {
        uncertainBefore: true,
        reconcileAttempts: 0,
      });
    case "uncertain":
      // The scheduled reconcile keeps its delay: otherwise a few restarts would use up the whole schedule.
      return {
        row,
        effects: [
          { type: "reconcileNow" },
          {
            type: "reconcile",
            afterMs: policy.reconcileDelaysMs[row.reconcileAttempts] ?? policy.reconcileDelaysMs.at(-1) ?? 0,
          },
        ],
      };
    case "waiting": {
      // The clock may have been changed while the app was closed: never wait longer than the policy would.
      const resendMs = row.state.reason === "server" ? Math.max(...policy.resendDelaysMs) : 0;
      const maxWaitMs = Math.max(policy.networkProbeMs, backoffMs(policy, row.failures, 1), resendMs);
      const afterMs = Math.min(maxWaitMs, Math.max(0, row.state.untilMs - nowMs));
      return { row, effects: [{ type: "wake", afterMs }] };
    }
    case "saving":
    case "processing":
      return recoverArrived(row, row.state.videoId);
    case "complete":
      return publish(recoverUnsaved(row));
    case "paused":
      // No connection survives the process.
      return row.state.held ? move(row, { phase: "paused", held: false }) : unchanged(row);
    case "duplicate":
      return row.state.videoId === null ? { row, effects: [{ type: "reconcile", afterMs: 0 }] } : unchanged(row);
    case "queued":
    case "failed":
    case "cancelled":
      return unchanged(row);
  }
}
