import { Worker } from "node:worker_threads";
import { unreadableMedia } from "../../shared/model/media.ts";
import { readMedia } from "./read-media.ts";

/**
 * The process that parses containers. It reads one file at a time and is ended by its parent when that takes too long,
 * or by its own watchdog when it grows too large; only the facts of that file are lost.
 */

/** Far above what any readable file needs, MB. */
const maxMegabytes = 512;

/**
 * Runs in a thread of its own, because a parser's endless loop blocks this one. The source is a string, because a file
 * would have a different path in tests, in the bundle and in the packaged archive.
 */
const watchdog = `
setInterval(() => {
  if (process.memoryUsage.rss() > ${maxMegabytes} * 1024 * 1024) process.kill(process.pid, "SIGKILL");
}, 20);
`;

/** The subset of Electron's `process.parentPort` used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
}

/** The parent: Electron's main process, or a Node process in tests. */
function connectToParent(onPath: (path: string) => void): (message: unknown) => void {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  const listen = (message: unknown) => {
    if (typeof message === "string") onPath(message);
  };
  if (port === undefined) {
    process.on("message", listen);
    return (message) => process.send?.(message);
  }
  port.on("message", ({ data }) => listen(data));
  return (message) => port.postMessage(message);
}

new Worker(watchdog, { eval: true, env: {} }).unref();

const post = connectToParent((path) => {
  readMedia(path, (reading) => post({ kind: "header", reading }))
    .catch(() => unreadableMedia)
    .then((reading) => post({ kind: "done", reading }));
});
