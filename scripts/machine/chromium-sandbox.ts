import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const restriction = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

/** Whether this process runs as root, where Chromium refuses to start with its sandbox. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The flag that Chromium wants as root. Everyone else keeps the sandbox. */
export function sandboxFlags(): string[] {
  return process.platform === "linux" && isRoot() ? ["--no-sandbox"] : [];
}

/**
 * Ubuntu 24.04 and later keep user namespaces from programs without a profile, so Chromium needs its setuid helper.
 * Answers the command that sets it up when that is the case here and has not been done.
 */
export function sandboxRemedy(electron: string): string | undefined {
  if (isRoot() || !existsSync(restriction) || readFileSync(restriction, "utf8").trim() !== "1") return undefined;
  const helper = join(dirname(electron), "chrome-sandbox");
  if (!existsSync(helper)) return undefined;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return undefined;
  return `sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`;
}
