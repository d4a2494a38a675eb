import type { UploadRow } from "../model/upload-row.ts";
import { move, type Transition, unchanged } from "./transition.ts";

/** Whether the row occupies one of the concurrent upload slots. A held connection keeps its slot. */
export function occupiesSlot({ state }: UploadRow): boolean {
  return state.phase === "sending" || state.phase === "confirming" || (state.phase === "paused" && state.held);
}

/** The whole queue is paused. This only affects a row that is being sent; all others keep their phase. */
export function pauseWithQueue(row: UploadRow): Transition {
  if (row.state.phase !== "sending" || row.state.held) return unchanged(row);
  return move(row, { phase: "sending", held: true }, [{ type: "holdSend" }]);
}

/** The queue is resumed, and with it the rows that were held. */
export function resumeWithQueue(row: UploadRow): Transition {
  if (row.state.phase !== "sending" || !row.state.held) return unchanged(row);
  return move(row, { phase: "sending", held: false }, [{ type: "continueSend" }]);
}

/** The pause outlasted the time for which a connection is held: the bytes sent so far are discarded. */
export function releaseConnection(row: UploadRow, attempt: number): Transition {
  const { state } = row;
  if (attempt !== row.attempts) return unchanged(row);
  if (state.phase === "sending" && state.held) return move(row, { phase: "queued" }, [{ type: "abortSend" }]);
  if (state.phase !== "paused" || !state.held) return unchanged(row);
  return move(row, { phase: "paused", held: false }, [{ type: "abortSend" }]);
}

/** The network is back but the connection is dead: restarts now instead of waiting for the stall timer. */
export function restartStuck(row: UploadRow, attempt: number): Transition {
  if (row.state.phase !== "sending" || row.state.held || attempt !== row.attempts) return unchanged(row);
  return move(row, { phase: "queued" }, [{ type: "abortSend" }]);
}
