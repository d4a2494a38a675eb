import type { After } from "./clock.ts";
import { createLimiter } from "./limiter.ts";

/** A running child process that answers requests (Electron's utility process; a Node process in tests). */
export interface ChildProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, also when the process could not be started. */
  onExit(listener: () => void): void;
  kill(): void;
}

/** Why a request got no answer. */
export type EndReason = "timeout" | "exit" | "closed";

/** How the answers to one request are taken. */
export interface Exchange<T> {
  /** How long the process may take for its first message, ms. */
  timeoutMs: number;
  /** Ends the exchange with a value, gives the process more time from now on, or ignores the message (null). */
  onMessage(message: unknown): { value: T } | { timeoutMs: number } | null;
  /** The value of a request whose process has ended, or was ended because it took too long. */
  onEnded(reason: EndReason): T;
}

/** A process for work that may not end, or end the process: only the result of that request is lost. */
export interface BoundedProcess {
  /** Sends one request at a time; the others wait in order. Never rejects. */
  ask<T>(request: unknown, exchange: Exchange<T>): Promise<T>;
  close(): void;
}

/** How long an idle process is kept, ms. */
const idleMs = 30_000;

interface Running {
  process: ChildProcess;
  onMessage: (message: unknown) => void;
  onEnded: (reason: EndReason) => void;
}

export interface BoundedProcessDeps {
  start: () => ChildProcess;
  after: After;
}

/** Creates it. A process is started with the first request, and again after one has ended. */
export function createBoundedProcess({ start, after }: BoundedProcessDeps): BoundedProcess {
  const oneAtATime = createLimiter(1);
  let running: Running | null = null;
  let isClosed = false;
  let cancelIdle = () => {};

  const launch = (): Running => {
    const launched: Running = { process: start(), onMessage: () => {}, onEnded: () => {} };
    launched.process.onMessage((message) => launched.onMessage(message));
    launched.process.onExit(() => {
      if (running === launched) running = null;
      launched.onEnded("exit");
    });
    running = launched;
    return launched;
  };
  const end = (reason: EndReason) => {
    const ended = running;
    running = null;
    ended?.process.kill();
    ended?.onEnded(reason);
  };

  const askNow = <T>(request: unknown, exchange: Exchange<T>) =>
    new Promise<T>((resolve) => {
      if (isClosed) return resolve(exchange.onEnded("closed"));
      cancelIdle();
      const current = running ?? launch();
      const settle = (value: T) => {
        cancelTimeout();
        current.onMessage = () => {};
        current.onEnded = () => {};
        cancelIdle = after(idleMs, () => end("closed"));
        resolve(value);
      };
      const onTimeout = () => end("timeout");
      let cancelTimeout = after(exchange.timeoutMs, onTimeout);
      current.onEnded = (reason) => settle(exchange.onEnded(reason));
      current.onMessage = (message) => {
        const outcome = exchange.onMessage(message);
        if (outcome === null) return;
        if ("value" in outcome) return settle(outcome.value);
        cancelTimeout();
        cancelTimeout = after(outcome.timeoutMs, onTimeout);
      };
      current.process.send(request);
    });

  return {
    ask: (request, exchange) => oneAtATime(() => askNow(request, exchange)),
    close() {
      isClosed = true;
      end("closed");
      cancelIdle();
    },
  };
}
