import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AttackResult, AttackTarget } from "./attack.ts";

const run = promisify(execFile);

/** A user of the computer who owns nothing (the last system user of Linux). */
const otherUser = 65_534;

/** Chromium's own, which the closed folder covers. */
const ownedByChromium = /^(?:DevToolsActivePort|(?:keyring\/)?Crashpad\/client_id|Singleton(?:Socket|Lock|Cookie))$/;

/** Reads what another user of the computer could; only root can act as another user. */
async function readableByOthers(folder: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const { stdout } = await run("find", [folder, "-readable"], { uid: otherUser }).catch(
    (error) => error as { stdout: string },
  );
  return stdout.split("\n").filter(Boolean);
}

/** Tries what another user of this computer can read of the app's data. */
export async function attackAsOtherUser({ data }: AttackTarget): Promise<AttackResult> {
  const names = ["", ...(await readdir(data, { recursive: true }))].filter((name) => !ownedByChromium.test(name));
  const modes = await Promise.all(
    names.map(async (name) => ({
      name,
      mode: await stat(join(data, name)).then(
        ({ mode }) => mode & 0o077,
        () => 0,
      ),
    })),
  );
  const open = modes.filter(({ mode }) => mode !== 0);
  const read = await readableByOthers(data);
  const violations = [
    ...open.map(({ name, mode }) => `other users: ${name || "the data folder"} has ${mode.toString(8)} for others`),
    ...read.map((path) => `other users: ${path} was read`),
  ];
  return { layer: "other users", figures: { entries: names.length }, violations };
}
