import { BigGoError } from "./biggo-error.ts";

/** Ends a request when what is expected next does not come in time. */
export interface Watchdog {
  /** Aborted by the caller's own signal or by an expired timer. */
  readonly signal: AbortSignal;
  /** The timeout, once a timer has expired. */
  readonly expired: BigGoError | null;
  /** (Re)starts the one timer: something of this kind must happen within `ms`. */
  expect(timer: "stall" | "answer", ms: number): void;
  /** Nothing is expected of the network for now. */
  rest(): void;
  stop(): void;
}

/** Starts a watchdog that also passes on the caller's abort. */
export function startWatchdog(callerSignal: AbortSignal): Watchdog {
  const controller = new AbortController();
  const passOn = () => controller.abort(callerSignal.reason);
  if (callerSignal.aborted) passOn();
  callerSignal.addEventListener("abort", passOn, { once: true });
  let pending: NodeJS.Timeout | undefined;
  let kind: "stall" | "answer" | null = null;
  let expired: BigGoError | null = null;

  const rest = () => {
    clearTimeout(pending);
    pending = undefined;
    kind = null;
  };

  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    expect(timer, ms) {
      // One timer is refreshed for every chunk: making a new one per chunk would be garbage on the hot path.
      if (kind === timer && pending !== undefined) {
        pending.refresh();
        return;
      }
      rest();
      kind = timer;
      pending = setTimeout(() => {
        const what = timer === "stall" ? "The server took no byte" : "The server gave no answer";
        expired = new BigGoError("timeout", `${what} for ${ms / 1000} s`, { timer });
        controller.abort(expired);
      }, ms);
    },
    rest,
    stop() {
      rest();
      callerSignal.removeEventListener("abort", passOn);
    },
  };
}
