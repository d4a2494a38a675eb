import { fork } from "node:child_process";
import { systemClock } from "../foundation/clock.ts";
import { createMediaReader, type MediaProcess, type MediaReader } from "./media-reader.ts";

/** The media process as a child of Node; the app uses Electron's utility process. */
function startNodeMediaProcess(): MediaProcess {
  const child = fork(new URL("./media-process.ts", import.meta.url), { stdio: "ignore" });
  // A test's own process may end while this one is idle.
  child.unref();
  child.channel?.unref();
  return {
    send: (path) => void child.send(path),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.once("exit", listener),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** A media reader over real processes, for tests. */
export function createNodeMediaReader(): MediaReader {
  return createMediaReader({ start: startNodeMediaProcess, after: systemClock.after, log: () => {} });
}
