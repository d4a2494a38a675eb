import { backoffMs, type RetryPolicy } from "../model/retry-policy.ts";
import type { UploadRow } from "../model/upload-row.ts";
import { publish } from "./save.ts";
import { move, type Transition, unchanged } from "./transition.ts";

function recoverUnsaved(row: UploadRow): Transition {
  const unsaved = row.savedRevision < row.detailsRevision && row.saveError === null;
  return unsaved ? { row, effects: [{ type: "saveDetails", afterMs: 0 }] } : unchanged(row);
}

/** The app may have ended before the ledger knew of the video, or BigGo its details. */
function recoverArrived(row: UploadRow, videoId: string): Transition {
  const unsaved = row.savedRevision < row.detailsRevision && row.saveError === null;
  const save = { type: "saveDetails" as const, afterMs: 0 };
  return { row, effects: [{ type: "rememberVideo", videoId }, ...(unsaved ? [save] : [])] };
}

/**
 * What a stored row means at start, whatever ended the process: the write-ahead rule makes each phase say exactly how
 * far the server can be. Pure.
 */
export function recover(row: UploadRow, nowMs: number, policy: RetryPolicy): Transition {
  switch (row.state.phase) {
    case "checking":
    case "needsFile":
      return { row, effects: [{ type: "checkFile", afterMs: 0 }] };
    // The last bytes go only after `confirming` was stored: the server cannot have a whole body. Send again.
    case "sending":
      return move(row, { phase: "queued" });
    // They may have gone: look first.
    case "confirming":
      return move(row, { phase: "uncertain", candidates: [], error: null }, [{ type: "reconcile", afterMs: 0 }], {
        uncertainBefore: true,
        reconcileAttempts: 0,
      });
    case "uncertain":
      // The look that was due keeps its distance: were every start one, a few starts would use up the whole wait.
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
      // The clock may have been set while we were away: never wait longer than the policy would.
      const longest = Math.max(policy.networkProbeMs, backoffMs(policy, row.failures, 1));
      const afterMs = Math.min(longest, Math.max(0, row.state.untilMs - nowMs));
      return { row, effects: [{ type: "wake", afterMs }] };
    }
    case "saving":
    case "processing":
      return recoverArrived(row, row.state.videoId);
    case "complete":
      return publish(recoverUnsaved(row));
    case "paused":
      // No connection outlives the process.
      return row.state.held ? move(row, { phase: "paused", held: false }) : unchanged(row);
    case "duplicate":
      return row.state.videoId === null ? { row, effects: [{ type: "reconcile", afterMs: 0 }] } : unchanged(row);
    case "queued":
    case "failed":
    case "cancelled":
      return unchanged(row);
  }
}
