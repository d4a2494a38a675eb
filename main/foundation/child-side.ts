import { Worker } from "node:worker_threads";

/** The subset of Electron's `process.parentPort` used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

/**
 * Listens to the process that started this one: Electron's main process, or a Node process in tests. Returns the function
 * that sends it a message.
 */
export function connectToParent(onMessage: (message: unknown) => void): (message: unknown) => void {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port === undefined) {
    process.on("message", onMessage);
    return (message) => process.send?.(message);
  }
  port.on("message", ({ data }) => onMessage(data));
  return (message) => port.postMessage(message);
}

/**
 * Ends this process when its memory grows beyond a bound, MB. The check runs in a thread of its own, because a parser's
 * endless loop blocks this one. Its source is a string, because a file would have a different path in tests, in the
 * bundle and in the packaged archive.
 */
export function endWhenLarger(maxMegabytes: number): void {
  const watchdog = `
setInterval(() => {
  if (process.memoryUsage.rss() > ${maxMegabytes} * 1024 * 1024) process.kill(process.pid, "SIGKILL");
}, 20);
`;
  new Worker(watchdog, { eval: true, env: {} }).unref();
}
