import { desktopsVariable, startDesktops } from "./desktops.ts";
import { groups, groupVariable, reportOf } from "./e2e-groups.ts";
import { commandOf } from "./paths.ts";
import { runVisibly } from "./process.ts";
import { readReports, removeReport, type Tally } from "./tally.ts";

/** Most tests wait for the app more than they compute; a third at once would make two cores the limit. */
const desktopCount = 2;

async function runGroups(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Tally> {
  const runs: { file: string; code: number }[] = [];
  for (const group of groups) {
    const file = reportOf(group);
    removeReport(file);
    const command = [commandOf("@playwright/test", "playwright"), "test", "--pass-with-no-tests", ...args];
    const code = await runVisibly(process.execPath, command, { env: { ...env, [groupVariable]: group } });
    runs.push({ file, code });
  }
  return readReports(runs);
}

/**
 * Runs the end-to-end tests on the app built in out/. On Linux they always get their own displays and keyrings, so that
 * they neither disturb nor depend on the desktop they are started from, nor each other.
 */
export async function runEndToEnd(electron: string, args: readonly string[]): Promise<Tally> {
  const env = { ...process.env, BIGGO_UPLOADER_ELECTRON: electron };
  if (process.platform !== "linux") return runGroups(args, env);
  const desktops = await startDesktops(desktopCount);
  try {
    return await runGroups(args, { ...env, [desktopsVariable]: JSON.stringify(desktops.envs) });
  } finally {
    await desktops.close();
  }
}
