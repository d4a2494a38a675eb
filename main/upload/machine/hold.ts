import type { UploadRow } from "../model/upload-row.ts";
import { move, type Transition, unchanged } from "./transition.ts";

/** Whether the row has one of the places among those that send at once: a held connection keeps its place. */
export function occupiesSlot({ state }: UploadRow): boolean {
  return state.phase === "sending" || state.phase === "confirming" || (state.phase === "paused" && state.held);
}

/** The whole queue is paused: only what is being sent is concerned; every other row keeps its place in it. */
export function pauseWithQueue(row: UploadRow): Transition {
  if (row.state.phase !== "sending" || row.state.held) return unchanged(row);
  return move(row, { phase: "sending", held: true }, [{ type: "holdSend" }]);
}

/** The queue goes on: so does what was held with it. */
export function resumeWithQueue(row: UploadRow): Transition {
  if (row.state.phase !== "sending" || !row.state.held) return unchanged(row);
  return move(row, { phase: "sending", held: false }, [{ type: "continueSend" }]);
}

/** The pause lasts longer than a connection is held: the bytes sent so far are given up. */
export function releaseConnection(row: UploadRow, attempt: number): Transition {
  const { state } = row;
  if (attempt !== row.attempts) return unchanged(row);
  if (state.phase === "sending" && state.held) return move(row, { phase: "queued" }, [{ type: "abortSend" }]);
  if (state.phase !== "paused" || !state.held) return unchanged(row);
  return move(row, { phase: "paused", held: false }, [{ type: "abortSend" }]);
}

/** The network is back and the connection is not: begun anew at once, instead of when the stall timer ends. */
export function renewStuck(row: UploadRow, attempt: number): Transition {
  if (row.state.phase !== "sending" || row.state.held || attempt !== row.attempts) return unchanged(row);
  return move(row, { phase: "queued" }, [{ type: "abortSend" }]);
}
