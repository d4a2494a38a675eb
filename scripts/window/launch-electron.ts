import { _electron, type ElectronApplication } from "@playwright/test";

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;

const timeoutMs = 20_000;
const maxStarts = 3;

/**
 * Starts Electron under remote control. Playwright learns the addresses to talk to from lines on stderr; when another
 * of Chromium's processes writes into such a line it waits in vain, so those are kept quiet and a start that is not
 * heard of is tried again, three times in all. One that ends by itself (a second instance) is not.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  const quiet = { ...options, args: [...(options.args ?? []), "--log-level=3"], timeout: timeoutMs };
  for (let start = 1; ; start += 1) {
    try {
      return await _electron.launch(quiet);
    } catch (error) {
      const unheard = error instanceof Error && /timeout/i.test(error.message);
      if (!unheard || start === maxStarts) throw error;
    }
  }
}
