import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A display: the environment of programs that use it, and a function to close it. */
export type Display = { env: NodeJS.ProcessEnv; close: () => Promise<void> };

/** Whether a display is available. */
export function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function displayNumber(source: Readable): Promise<string> {
  let text = "";
  for await (const chunk of source) {
    text += chunk;
    if (text.includes("\n")) return text.trim();
  }
  throw new Error("Xvfb exited before it reported a display number. Run `Xvfb -displayfd 1` to see why.");
}

/** Starts a virtual display on a free display number. Linux only; requires Xvfb. */
export async function startVirtualDisplay(size = "1280x800x24"): Promise<Display> {
  const screen = ["-screen", "0", size, "-nolisten", "tcp", "-noreset"];
  const server = spawn("Xvfb", ["-displayfd", "3", ...screen], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const exited = once(server, "exit");
  const failed = once(server, "error").then(([error]) => {
    throw new Error("Xvfb could not be started; install the package xvfb.", { cause: error });
  });
  failed.catch(() => {});
  const stopNow = () => server.kill();
  process.once("exit", stopNow);
  const number = await Promise.race([displayNumber(server.stdio[3] as Readable), failed]);
  const close = async () => {
    process.off("exit", stopNow);
    server.kill();
    await exited;
  };
  return { env: { ...process.env, DISPLAY: `:${number}`, WAYLAND_DISPLAY: "", XDG_SESSION_TYPE: "x11" }, close };
}

/** Uses the existing display, or starts a virtual one. */
export async function openDisplay(size?: string): Promise<Display> {
  return hasDisplay() ? { env: process.env, close: async () => {} } : startVirtualDisplay(size);
}
