import type { Clock } from "../../foundation/clock.ts";
import { transition } from "../machine/machine.ts";
import { recover } from "../machine/recovery.ts";
import { findDuplicate, reconcile } from "../reconcile/reconcile.ts";
import { classifySendFailure } from "../transfer/classify-failure.ts";
import { createCommitBarrier } from "../transfer/commit-barrier.ts";
import { explorePolicy } from "./create-world.ts";
import type { World } from "./world.ts";

/** The rules of the engine that are explored. Planted faults replace single ones. */
export interface Rules {
  transition: typeof transition;
  recover: typeof recover;
  reconcile: typeof reconcile;
  findDuplicate: typeof findDuplicate;
  classifySendFailure: typeof classifySendFailure;
  /** Whether the last bytes of an upload must wait for another upload's outcome. */
  isContested: (world: World, upload: number) => boolean;
  /** Whether the row is stored as confirming before its last bytes go. */
  commitsFirst: boolean;
}

const never: Clock["after"] = () => () => {};

/** Asks the real barrier, whose timeout has either passed or not. */
function isContested({ uploads }: World, upload: number): boolean {
  const explored = uploads[upload];
  if (explored === undefined) return false;
  let nowMs = 0;
  const barrier = createCommitBarrier({
    rows: () => uploads.map(({ row }) => row),
    clock: { now: () => 0, after: never },
    monotonicNow: () => nowMs,
    policy: explorePolicy,
    onReleased: () => {},
  });
  if (explored.transfer?.barrierTimedOut === true) nowMs = Number.MAX_SAFE_INTEGER;
  return barrier.isContested(explored.row);
}

/** The engine as it is. */
export const engineRules: Rules = {
  transition,
  recover,
  reconcile,
  findDuplicate,
  classifySendFailure,
  isContested,
  commitsFirst: true,
};
