import { startVirtualDisplay } from "../display.ts";
import { startKeyringSession } from "./keyring-session.ts";

/** The variable that names the desktops of the end-to-end tests, one per Playwright worker, as JSON. */
export const desktopsVariable = "BIGGO_UPLOADER_DESKTOPS";

/** What programs need to use a desktop: focus, clipboard, session bus and keyring of their own. */
export type DesktopEnv = Record<string, string>;

/** The variables in which `env` differs from this process's. */
function changesIn(env: NodeJS.ProcessEnv): DesktopEnv {
  const changed = Object.entries(env).filter(([name, value]) => value !== process.env[name]);
  return Object.fromEntries(changed.map(([name, value]) => [name, value ?? ""]));
}

async function startDesktop() {
  // Large enough for the largest window in the tests.
  const display = await startVirtualDisplay("1920x1200x24");
  const session = await startKeyringSession(display.env);
  return {
    env: changesIn(session.env),
    async close() {
      await session.close();
      await display.close();
    },
  };
}

/** Starts `count` desktops that share nothing. Linux only. */
export async function startDesktops(count: number) {
  const desktops = await Promise.all(Array.from({ length: count }, startDesktop));
  return {
    envs: desktops.map(({ env }) => env),
    close: () => Promise.all(desktops.map((desktop) => desktop.close())),
  };
}

/** The desktops named in the environment; none where the tests run on the user's own. */
export function desktopsOf(env: NodeJS.ProcessEnv): DesktopEnv[] {
  return JSON.parse(env[desktopsVariable] ?? "[]") as DesktopEnv[];
}
