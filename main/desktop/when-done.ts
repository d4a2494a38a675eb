import type { WhenDone } from "../../shared/model/settings.ts";

interface WhenDoneDeps {
  choice: () => WhenDone;
  /** Back to "nothing": what was asked for is done once. */
  forgetChoice: () => void;
  /** Whether anything is still to be sent or saved. */
  isBusy: () => boolean;
  /** Tells the person what happens at `atMs` (epoch ms); null: it does not. */
  announce: (announced: { action: "sleep" | "quit"; atMs: number } | null) => void;
  sleep: () => Promise<void>;
  quit: () => void;
  onFailed: (error: unknown) => void;
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** Puts the computer to sleep, or ends the app, when the queue is done. */
export interface WhenDoneWatch {
  /** Something of the queue has changed, or the person has chosen. Cheap: called for every change. */
  evaluate(): void;
  /** The person calls off what was announced. */
  cancel(): void;
  stop(): void;
}

/** How long the person has to call it off, ms. */
export const whenDoneGraceMs = 30_000;

/**
 * Builds the watch. A queue that has nothing to do when the choice is made is not "done": it has to have worked first.
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
