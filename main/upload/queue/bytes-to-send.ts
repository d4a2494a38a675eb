import type { UploadPhase } from "../../../shared/model/upload.ts";
import { occupiesSlot } from "../machine/hold.ts";
import type { Runner } from "./runner.ts";

/** Phases that continue automatically and still have bytes to send. */
const unsentPhases: ReadonlySet<UploadPhase> = new Set(["checking", "queued", "sending", "waiting"]);

/** The bytes that the queue has to send, and what they depend on besides what was sent: `cause` changes with it. */
export function bytesToSend(
  runner: Pick<Runner, "holds" | "rows">,
  speedLimit: number | null,
): { bytes: number; cause: string } {
  const { paused, offline } = runner.holds();
  let [bytes, count] = [0, 0];
  for (const row of runner.rows()) {
    // A row that is being sent counts whole: the meter subtracts what has gone.
    if (!unsentPhases.has(row.state.phase) && !occupiesSlot(row)) continue;
    bytes += row.file.sizeBytes;
    count += 1;
  }
  return { bytes, cause: JSON.stringify([count, paused, offline, speedLimit]) };
}
