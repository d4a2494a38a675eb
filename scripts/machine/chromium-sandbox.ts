import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

const restriction = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";

/** Whether this process runs as root; Chromium refuses to start with its sandbox as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The flag that Chromium requires as root on Linux; other users keep the sandbox. */
export function sandboxFlags(): string[] {
  return process.platform === "linux" && isRoot() ? ["--no-sandbox"] : [];
}

/**
 * Ubuntu 24.04 and later deny user namespaces to programs without an AppArmor profile, so Chromium needs its setuid
 * helper. Returns the command that sets it up, or undefined when that is unnecessary or already done.
 */
export function sandboxRemedy(electron: string): string | undefined {
  if (isRoot() || !existsSync(restriction) || readFileSync(restriction, "utf8").trim() !== "1") return undefined;
  const helper = join(dirname(electron), "chrome-sandbox");
  if (!existsSync(helper)) return undefined;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return undefined;
  return `sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`;
}
