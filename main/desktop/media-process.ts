import { utilityProcess } from "electron";
import type { MediaProcess } from "../media/media-reader.ts";

/** Heap of the media process, MB; its own watchdog bounds the rest of its memory. */
const maxHeapMegabytes = 256;

/** Starts the process that parses containers. `entry` is its built file. */
export function startMediaProcess(entry: string): MediaProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: "Media",
    stdio: "ignore",
    execArgv: [`--max-old-space-size=${maxHeapMegabytes}`],
    env: {},
  });
  return {
    send: (path) => child.postMessage(path),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.once("exit", listener),
    kill: () => void child.kill(),
  };
}
