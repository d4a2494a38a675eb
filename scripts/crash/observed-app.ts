import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { sandboxFlags } from "../machine/chromium-sandbox.ts";
import { root } from "../run/paths.ts";

/** The real app, started as a person starts it, with nobody inside it. */
export interface ObservedApp {
  /** SIGKILL to all of its processes at once; resolves when they are gone. */
  kill(): Promise<void>;
  hasEnded(): boolean;
}

/** Starts the built app in a process group of its own. */
export function startObservedApp(options: {
  electron: string;
  data: string;
  env: NodeJS.ProcessEnv;
  args: readonly string[];
}): ObservedApp {
  const args = [root, `--user-data-dir=${options.data}`, ...sandboxFlags(), ...options.args];
  const child: ChildProcess = spawn(options.electron, args, { env: options.env, stdio: "ignore", detached: true });
  const ended = once(child, "exit");
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      if (child.pid === undefined) throw new Error("The app was not started");
      // The group is ours alone: it was made for this child.
      process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}
