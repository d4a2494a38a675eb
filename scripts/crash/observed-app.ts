import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { sandboxFlags } from "../machine/chromium-sandbox.ts";
import { root } from "../run/paths.ts";

/** The real app, started as a user starts it, without remote control. */
export interface ObservedApp {
  /** Sends SIGKILL to all of its processes at once; resolves once the app has exited. */
  kill(): Promise<void>;
  hasEnded(): boolean;
}

/** Starts the built app in its own process group. */
export function startObservedApp(options: {
  electron: string;
  data: string;
  env: NodeJS.ProcessEnv;
  args: readonly string[];
}): ObservedApp {
  const args = [root, `--user-data-dir=${options.data}`, ...sandboxFlags(), ...options.args];
  const child: ChildProcess = spawn(options.electron, args, { env: options.env, stdio: "ignore", detached: true });
  const exited = once(child, "exit");
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      if (child.pid === undefined) throw new Error("The app was not started");
      // The group was created for this child, so it contains no other process.
      process.kill(-child.pid, "SIGKILL");
      await exited;
    },
  };
}
