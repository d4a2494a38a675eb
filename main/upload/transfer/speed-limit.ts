import type { Clock } from "../../foundation/clock.ts";

/** A limit on all uploads together. */
export interface SpeedLimit {
  /** Whether there is a limit, or somebody who still waits under one. */
  isOn(): boolean;
  /** How many bytes to hand over at once under the present limit: few enough that the pace stays even. */
  sliceBytes(): number;
  /** Resolves when so many bytes may go. Whoever asks first goes first. After `stop` it resolves at once. */
  take(bytes: number): Promise<void>;
  /** The limit may have changed: whoever waits is told the new time. */
  changed(): void;
  stop(): void;
}

interface SpeedLimitDeps {
  /** Bytes per second, or null for none. */
  limit: () => number | null;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: Clock["after"];
}

const unlimitedSlice = 1024 * 1024;
/** A slice is what goes in a twentieth of a second, within bounds. */
const slicesPerSecond = 20;
const smallestSlice = 1024;
const largestSlice = 256 * 1024;
/** Time that was not used may be made up for, up to this much, ms: a late timer must not slow the whole down. */
const maxCreditMs = 250;

/**
 * A token bucket over all uploads, of which one takes at a time, in order. The limit is read anew at each step, so that
 * a change counts in the middle of a transfer.
 */
export function createSpeedLimit({ limit, monotonicNow, after }: SpeedLimitDeps): SpeedLimit {
  let tokens = 0;
  let filledAtMs = monotonicNow();
  let turn = Promise.resolve();
  let wake: (() => void) | null = null;
  let stopped = false;

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const done = () => {
        wake = null;
        resolve();
      };
      const cancel = after(ms, done);
      wake = () => {
        cancel();
        done();
      };
    });

  const fill = (perSecond: number) => {
    const nowMs = monotonicNow();
    tokens = Math.min(tokens + ((nowMs - filledAtMs) / 1000) * perSecond, (maxCreditMs / 1000) * perSecond);
    filledAtMs = nowMs;
  };

  const takeInTurn = async (bytes: number) => {
    for (;;) {
      const perSecond = limit();
      if (perSecond === null || stopped) {
        tokens = 0;
        filledAtMs = monotonicNow();
        return;
      }
      fill(perSecond);
      // What is over is paid back by waiting before the next: a slice may be larger than all the credit there can be.
      if (tokens >= 0) {
        tokens -= bytes;
        return;
      }
      await sleep(Math.max(1, (-tokens / perSecond) * 1000));
    }
  };

  return {
    sliceBytes() {
      const perSecond = limit();
      if (perSecond === null) return unlimitedSlice;
      return Math.floor(Math.min(largestSlice, Math.max(smallestSlice, perSecond / slicesPerSecond)));
    },
    isOn: () => limit() !== null || wake !== null,
    take(bytes) {
      turn = turn.then(() => takeInTurn(bytes));
      return turn;
    },
    changed: () => wake?.(),
    stop() {
      stopped = true;
      wake?.();
    },
  };
}
