import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { AppError } from "../../shared/errors.ts";
import { redactedMessage } from "../foundation/redact.ts";

/** The command that puts each system to sleep; Electron has no API for it. */
const commands: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  linux: ["systemctl", "suspend"],
  darwin: ["pmset", "sleepnow"],
  win32: ["rundll32.exe", "powrprof.dll,SetSuspendState", "0,1,0"],
};

/** Puts the computer to sleep. Rejects with AppError `sleep-failed` when the system refuses. */
export async function sleepComputer(platform: NodeJS.Platform = process.platform): Promise<void> {
  const [command, ...args] = commands[platform] ?? [];
  try {
    if (command === undefined) throw new Error(`no command for ${platform}`);
    await promisify(execFile)(command, args);
  } catch (error) {
    throw new AppError("sleep-failed", redactedMessage(error));
  }
}
