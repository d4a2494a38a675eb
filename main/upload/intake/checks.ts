import type { FileCheck } from "../../../shared/model/upload.ts";
import type { Clock } from "../../foundation/clock.ts";
import type { Comparing } from "./known-contents.ts";

/** A check of offered files. */
export interface Check extends Comparing {
  /** So many files were found. */
  found(files: number): void;
  /** One more of them was inspected. */
  inspected(): void;
  /** Resolves true when the work takes longer than a moment, else with its end. Never rejects. */
  takesLong(work: Promise<unknown>): Promise<boolean>;
  /** Resolves with the work's value, and with null as soon as the check is cancelled. Ends the check. */
  run<T>(work: Promise<T>): Promise<T | null>;
}

/** The checks of offered files that are in progress. */
export interface Checks {
  /** Begins a check; `isShown`: how far it is is published. */
  begin(isShown: boolean): Check;
  /** Ends a check; a no-op for one that is over. */
  cancel(checkId: string): void;
  /** Ends all checks, and those that begin from now on. */
  stop(): void;
}

interface ChecksDeps {
  newId: () => string;
  after: Clock["after"];
  /** Publishes all checks that are shown. */
  publish: (checks: FileCheck[]) => void;
}

/** How often progress is published, ms. A check that is shorter is never shown. */
const publishMs = 250;

/** A review is shown at once when its files are compared within this time, ms. */
const momentMs = 1000;

/** Creates it. */
export function createChecks({ newId, after, publish }: ChecksDeps): Checks {
  const shown = new Map<string, FileCheck>();
  const cancelling = new Map<string, AbortController>();
  let cancelTimer: (() => void) | null = null;
  let isPublished = false;
  let stopped = false;

  const publishAll = () => publish([...shown.values()].map((check) => ({ ...check })));
  const tick = () => {
    isPublished = true;
    publishAll();
    cancelTimer = after(publishMs, tick);
  };
  const remove = (checkId: string) => {
    cancelling.delete(checkId);
    if (!shown.delete(checkId)) return;
    if (isPublished) publishAll();
    if (shown.size > 0) return;
    cancelTimer?.();
    cancelTimer = null;
    isPublished = false;
  };

  return {
    begin(isShown) {
      const check: FileCheck = { checkId: newId(), inspected: 0, files: 0, reading: null };
      const controller = new AbortController();
      cancelling.set(check.checkId, controller);
      if (stopped) controller.abort();
      if (isShown) shown.set(check.checkId, check);
      if (isShown) cancelTimer ??= after(publishMs, tick);
      const { signal } = controller;
      return {
        signal,
        found: (files) => Object.assign(check, { files }),
        inspected: () => Object.assign(check, { inspected: check.inspected + 1 }),
        onRead: ({ fileName, sizeBytes }, bytes) => Object.assign(check, { reading: { fileName, bytes, sizeBytes } }),
        takesLong: (work) =>
          new Promise((resolve) => {
            const cancelWait = after(momentMs, () => resolve(true));
            const onEnd = () => {
              cancelWait();
              resolve(false);
            };
            work.then(onEnd, onEnd);
          }),
        run(work) {
          const cancelled = new Promise<null>((resolve) => {
            if (signal.aborted) resolve(null);
            signal.addEventListener("abort", () => resolve(null), { once: true });
          });
          return Promise.race([work, cancelled]).finally(() => remove(check.checkId));
        },
      };
    },
    cancel: (checkId) => cancelling.get(checkId)?.abort(),
    stop() {
      stopped = true;
      for (const controller of cancelling.values()) controller.abort();
    },
  };
}
