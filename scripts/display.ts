import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A display to show windows on: the variables for programs that use it, and how to end it. */
export type Display = { env: NodeJS.ProcessEnv; close: () => Promise<void> };

/** Whether windows can be shown without starting a display. */
export function hasDisplay(): boolean {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function displayNumber(source: Readable): Promise<string> {
  let text = "";
  for await (const chunk of source) {
    text += chunk;
    if (text.includes("\n")) return text.trim();
  }
  throw new Error("Xvfb ended before it had a display number. Run `Xvfb -displayfd 1` to see why.");
}

/** Starts a virtual display on a number that is free. Linux only; needs Xvfb. */
export async function startVirtualDisplay(size = "1280x800x24"): Promise<Display> {
  const screen = ["-screen", "0", size, "-nolisten", "tcp", "-noreset"];
  const server = spawn("Xvfb", ["-displayfd", "3", ...screen], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const ended = once(server, "exit");
  const failed = once(server, "error").then(([error]) => {
    throw new Error("Xvfb could not be started; install the package xvfb.", { cause: error });
  });
  failed.catch(() => {});
  const endNow = () => server.kill();
  process.once("exit", endNow);
  const number = await Promise.race([displayNumber(server.stdio[3] as Readable), failed]);
  const close = async () => {
    process.off("exit", endNow);
    server.kill();
    await ended;
  };
  return { env: { ...process.env, DISPLAY: `:${number}`, WAYLAND_DISPLAY: "", XDG_SESSION_TYPE: "x11" }, close };
}

/** The display there is, or a virtual one. */
export async function openDisplay(size?: string): Promise<Display> {
  return hasDisplay() ? { env: process.env, close: async () => {} } : startVirtualDisplay(size);
}
