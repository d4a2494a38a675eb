/**
 * `npm run dev [-- files and flags]`: the real app with hot reload of the page; it restarts when main or preload change.
 * Its data is kept apart from the installed app's, in out/dev-profile.
 */
import { join } from "node:path";
import { hasDisplay } from "./display.ts";
import { findElectron } from "./electron-binary.ts";
import { isRoot } from "./machine/chromium-sandbox.ts";
import { ensureSystemLibraries } from "./machine.ts";
import { commandOf, root } from "./run/paths.ts";
import { runVisibly } from "./run/process.ts";
import { withUtf8Locale } from "./run/utf8-locale.ts";

async function runDev(args: readonly string[]): Promise<number> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: false });
  const port = process.env.REMOTE_DEBUGGING_PORT;
  const flags = [
    "--watch",
    "--sourcemap",
    ...(isRoot() ? ["--noSandbox"] : []),
    ...(port === undefined ? [] : [`--remoteDebuggingPort=${port}`]),
  ];
  const profile = `--user-data-dir=${process.env.BIGGO_UPLOADER_DEV_PROFILE ?? join(root, "out", "dev-profile")}`;
  return runVisibly(process.execPath, [commandOf("electron-vite"), "dev", ...flags, "--", profile, ...args], {
    env: { ...withUtf8Locale(process.env), ELECTRON_EXEC_PATH: electron.path },
  });
}

if (hasDisplay()) process.exitCode = await runDev(process.argv.slice(2));
else {
  console.error("No display found. Use `npm run dev:page` to work on the page in any browser.");
  process.exitCode = 1;
}
