import { BigGoError } from "./biggo-error.ts";

/** Aborts a request when its next step does not happen in time. */
export interface Watchdog {
  /** Aborted by the caller's own signal or by an expired timer. */
  readonly signal: AbortSignal;
  /** The timeout error, once the timer has expired. */
  readonly expired: BigGoError | null;
  /** (Re)starts the timer: progress of this kind must happen within `ms`. */
  expect(timer: "stall" | "answer", ms: number): void;
  /** Stops the timer while nothing is expected of the network. */
  suspend(): void;
  /** Stops the timer and detaches from the caller's signal. */
  stop(): void;
}

function timeoutError(timer: "stall" | "answer", ms: number): BigGoError {
  const what = timer === "stall" ? "The server accepted no byte" : "The server sent no response";
  return new BigGoError("timeout", `${what} for ${ms / 1000} s`, { timer });
}

/** A timer that fires this much late was not merely delayed by a busy event loop, ms. */
const lateMs = 1000;

/** Starts a watchdog that also forwards the caller's abort. */
export function startWatchdog(callerSignal: AbortSignal): Watchdog {
  const controller = new AbortController();
  const forwardAbort = () => controller.abort(callerSignal.reason);
  if (callerSignal.aborted) forwardAbort();
  callerSignal.addEventListener("abort", forwardAbort, { once: true });
  let pending: NodeJS.Timeout | undefined;
  let kind: "stall" | "answer" | null = null;
  let expired: BigGoError | null = null;
  let dueMs = 0;

  const suspend = () => {
    clearTimeout(pending);
    pending = undefined;
    kind = null;
  };

  /** A timer that fires late measured a process that was stopped: the connection may live, and gets its time again. */
  const expire = (timer: "stall" | "answer", ms: number) => {
    if (performance.now() - dueMs > lateMs) {
      dueMs = performance.now() + ms;
      pending?.refresh();
      return;
    }
    expired = timeoutError(timer, ms);
    controller.abort(expired);
  };

  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    expect(timer, ms) {
      // One timer is refreshed for every chunk: a new timer per chunk would create garbage on the hot path.
      if (kind === timer && pending !== undefined) {
        dueMs = performance.now() + ms;
        pending.refresh();
        return;
      }
      suspend();
      kind = timer;
      dueMs = performance.now() + ms;
      pending = setTimeout(() => expire(timer, ms), ms);
    },
    suspend,
    stop() {
      suspend();
      callerSignal.removeEventListener("abort", forwardAbort);
    },
  };
}
