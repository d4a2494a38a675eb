import { join } from "node:path";
import { _electron, type ElectronApplication } from "@playwright/test";
import { isRoot } from "../machine/chromium-sandbox.ts";

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;

/** Keeps the window closed until Playwright is attached. */
const holdReady = join(import.meta.dirname, "hold-ready.cjs");

const timeoutMs = 20_000;
const maxAttempts = 3;

const repeated = new WeakSet<ElectronApplication>();

/** Whether an earlier launch of it timed out: that process may have taken the files it was started with. */
export function wasLaunchedAgain(app: ElectronApplication): boolean {
  return repeated.has(app);
}

/**
 * Launches Electron with Playwright. Its window opens once Playwright is attached, except for a `packaged` app, which
 * loads no other script. Playwright reads the debugging URLs from lines on stderr and times out when another Chromium
 * process writes into such a line, so logging is reduced and a launch that times out is retried, three attempts in all.
 * A process that exits on its own (a second instance) is not retried. Chromium's sandbox is on unless this is root, whom
 * it refuses.
 */
export async function launchElectron(
  options: LaunchOptions,
  { packaged = false }: { packaged?: boolean } = {},
): Promise<ElectronApplication> {
  const sandboxed = { chromiumSandbox: !isRoot(), ...options };
  const args = [...(packaged ? [] : ["-r", holdReady]), ...(options.args ?? []), "--log-level=3"];
  const quiet = { ...sandboxed, args, timeout: timeoutMs };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const app = await _electron.launch(quiet);
      if (attempt > 1) repeated.add(app);
      return app;
    } catch (error) {
      const timedOut = error instanceof Error && /timeout/i.test(error.message);
      if (!timedOut || attempt === maxAttempts) throw error;
    }
  }
}
