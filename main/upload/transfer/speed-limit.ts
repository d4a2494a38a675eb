import type { Clock } from "../../foundation/clock.ts";

/** A speed limit shared by all uploads. */
export interface SpeedLimit {
  /** Whether a limit is set, or a caller still waits under an earlier one. */
  isOn(): boolean;
  /** How many bytes to send at once under the current limit: few enough for an even flow. */
  sliceBytes(): number;
  /** Resolves when this many bytes may be sent, in call order. Resolves immediately after `stop`. */
  take(bytes: number): Promise<void>;
  /** Must be called when the limit may have changed: a waiting caller recalculates its delay. */
  changed(): void;
  stop(): void;
}

interface SpeedLimitDeps {
  /** Bytes per second; null for no limit. */
  limit: () => number | null;
  /** Monotonic ms. */
  monotonicNow: () => number;
  after: Clock["after"];
}

const unlimitedSliceBytes = 1024 * 1024;
/** A slice holds a twentieth of a second's bytes, within bounds. */
const slicesPerSecond = 20;
const minSliceBytes = 1024;
const maxSliceBytes = 256 * 1024;
/** How much unused time may be caught up on, ms, so that a late timer does not lower the overall speed. */
const maxCreditMs = 250;

/**
 * Creates a token bucket over all uploads, from which one caller takes at a time, in order. The limit is read at each
 * step, so a change takes effect in the middle of a transfer.
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
      // A slice may exceed the maximum credit: the debt is paid back by waiting before the next one.
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
      if (perSecond === null) return unlimitedSliceBytes;
      return Math.floor(Math.min(maxSliceBytes, Math.max(minSliceBytes, perSecond / slicesPerSecond)));
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
