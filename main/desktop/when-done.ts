import type { WhenDone } from "../../shared/model/settings.ts";
import type { After } from "../foundation/clock.ts";

interface WhenDoneDeps {
  choice: () => WhenDone;
  /** Resets the choice to "nothing": it applies once. */
  forgetChoice: () => void;
  /** Whether anything remains to be sent or saved. */
  isBusy: () => boolean;
  /** Announces what happens at `atMs` (epoch ms); null: it was withdrawn. */
  announce: (announced: { action: "sleep" | "quit"; atMs: number } | null) => void;
  sleep: () => Promise<void>;
  quit: () => void;
  onFailed: (error: unknown) => void;
  now: () => number;
  after: After;
}

/** Puts the computer to sleep, or quits the app, when the queue is done. */
export interface WhenDoneWatch {
  /** The queue or the choice has changed. Cheap: called for every change. */
  evaluate(): void;
  /** The user cancels what was announced. */
  cancel(): void;
  stop(): void;
}

/** How long the user has to cancel, ms. */
export const whenDoneGraceMs = 30_000;

/**
 * Creates the watch. A queue that is idle when the choice is made is not "done": it must have been busy first.
 */
export function createWhenDoneWatch(deps: WhenDoneDeps): WhenDoneWatch {
  let hasWorked = false;
  let scheduled = false;
  let cancelTimer: (() => void) | null = null;

  const withdraw = () => {
    if (cancelTimer === null) return;
    cancelTimer();
    cancelTimer = null;
    deps.announce(null);
  };

  const act = (action: "sleep" | "quit") => {
    cancelTimer = null;
    hasWorked = false;
    deps.announce(null);
    deps.forgetChoice();
    if (action === "quit") deps.quit();
    else deps.sleep().catch(deps.onFailed);
  };

  const judge = () => {
    scheduled = false;
    const choice = deps.choice();
    const busy = deps.isBusy();
    if (choice === "nothing") hasWorked = false;
    else hasWorked ||= busy;
    if (choice === "nothing" || busy || !hasWorked) return withdraw();
    if (cancelTimer !== null) return;
    cancelTimer = deps.after(whenDoneGraceMs, () => act(choice));
    deps.announce({ action: choice, atMs: deps.now() + whenDoneGraceMs });
  };

  return {
    evaluate() {
      if (scheduled) return;
      scheduled = true;
      setImmediate(judge);
    },
    cancel() {
      deps.forgetChoice();
      judge();
    },
    stop() {
      cancelTimer?.();
      cancelTimer = null;
    },
  };
}
