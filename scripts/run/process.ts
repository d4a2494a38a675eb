import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "./paths.ts";

type Options = { env?: NodeJS.ProcessEnv | undefined; cwd?: string };

/** How a program exited; termination by a signal counts as exit code 1. */
export type Outcome = { code: number; output: string };

/** Runs a program from the repository root with inherited stdio, and forwards signals. Returns its exit code. */
export async function runVisibly(command: string, args: readonly string[], options: Options = {}): Promise<number> {
  const child = spawn(command, args, { cwd: root, ...options, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  try {
    const [code] = await once(child, "exit");
    return (code as number | null) ?? 1;
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}

/** Runs a program from the repository root and captures its stdout and stderr. */
export async function runQuietly(command: string, args: readonly string[], options: Options = {}): Promise<Outcome> {
  const child = spawn(command, args, { cwd: root, ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  return { code: (code as number | null) ?? 1, output };
}
