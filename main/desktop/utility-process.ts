import { utilityProcess } from "electron";
import type { ChildProcess } from "../foundation/bounded-process.ts";

/** Heap of such a process, MB; its own watchdog bounds the rest of its memory. */
const maxHeapMegabytes = 256;

/** Starts a process apart from main, without its environment. `entry` is its built file, `name` what the system lists. */
export function startUtilityProcess(entry: string, name: string): ChildProcess {
  const child = utilityProcess.fork(entry, [], {
    serviceName: name,
    stdio: "ignore",
    execArgv: [`--max-old-space-size=${maxHeapMegabytes}`],
    env: {},
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.once("exit", listener),
    kill: () => void child.kill(),
  };
}
