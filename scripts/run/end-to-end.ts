import { join } from "node:path";
import { startVirtualDisplay } from "../display.ts";
import { withKeyring } from "./keyring-session.ts";
import { commandOf, results } from "./paths.ts";
import { runVisibly } from "./process.ts";
import { readReport, removeReport, type Tally } from "./tally.ts";

const report = join(results, "e2e.json");

async function onVirtualDesktop(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  // Large enough for the largest window in the tests.
  const display = await startVirtualDisplay("1920x1200x24");
  const session = withKeyring(process.execPath, args, { ...env, ...display.env });
  try {
    return await runVisibly(session.command, session.args, { env: session.env });
  } finally {
    session.close();
    await display.close();
  }
}

/**
 * Runs the end-to-end tests on the app built in out/. On Linux they always get their own display and keyring, so that
 * they neither disturb nor depend on the desktop they are started from.
 */
export async function runEndToEnd(electron: string, extraArgs: readonly string[]): Promise<Tally> {
  removeReport(report);
  const args = [commandOf("@playwright/test", "playwright"), "test", ...extraArgs];
  const env = { ...process.env, BIGGO_UPLOADER_ELECTRON: electron };
  const linux = process.platform === "linux";
  const code = linux ? await onVirtualDesktop(args, env) : await runVisibly(process.execPath, args, { env });
  return readReport(report, code);
}
