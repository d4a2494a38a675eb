interface Work<T> {
  result: Promise<T>;
  waiting: number;
  controller: AbortController;
}

/**
 * Runs work for several callers at once: those that ask for a key that is being worked on share its result. The work's
 * signal is aborted when no caller waits for it any more.
 */
export function createSharedWork<T>() {
  const running = new Map<string, Work<T>>();

  const begin = (key: string, run: (signal: AbortSignal) => Promise<T>): Work<T> => {
    const controller = new AbortController();
    const work: Work<T> = { result: run(controller.signal), waiting: 0, controller };
    const forget = () => {
      if (running.get(key) === work) running.delete(key);
    };
    controller.signal.addEventListener("abort", forget);
    work.result.then(forget, forget);
    running.set(key, work);
    return work;
  };

  return (key: string, signal: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    const work = running.get(key) ?? begin(key, run);
    work.waiting += 1;
    const leave = () => {
      work.waiting -= 1;
      if (work.waiting === 0) work.controller.abort(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    return work.result.finally(() => signal.removeEventListener("abort", leave));
  };
}
