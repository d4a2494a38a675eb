/**
 * `npm start [-- files and flags]`: opens the app, rebuilt when needed. Without a display, runs the demo instead.
 */
import { join } from "node:path";
import { hasDisplay } from "./display.ts";
import { findElectron } from "./electron-binary.ts";
import { sandboxFlags } from "./machine/chromium-sandbox.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { buildAppIfStale } from "./run/app-build.ts";
import { root } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";
import { withUtf8Locale } from "./run/utf8-locale.ts";

async function openApp(args: readonly string[]): Promise<number> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: false });
  await buildAppIfStale();
  return runVisibly(electron.path, [root, ...sandboxFlags(), ...args], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: withUtf8Locale(process.env),
  });
}

async function runDemo(args: readonly string[]): Promise<number> {
  console.log("No display found: running the guided demo on a virtual one.");
  return runVisibly(process.execPath, [join(root, "scripts", "demo.ts"), ...args]);
}

const args = process.argv.slice(2);
process.exitCode = await (hasDisplay() ? openApp(args) : runDemo(args));
