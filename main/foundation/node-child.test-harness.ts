import { fork } from "node:child_process";
import type { ChildProcess } from "./bounded-process.ts";

/** A child process of Node for tests; the app uses Electron's utility process. */
export function startNodeChild(entry: URL): ChildProcess {
  const child = fork(entry, { stdio: "ignore", serialization: "advanced" });
  // A test's own process may end while this one is idle.
  child.unref();
  child.channel?.unref();
  return {
    send: (message) => void child.send(message as never),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.once("exit", listener),
    kill: () => void child.kill("SIGKILL"),
  };
}
