import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// The daemon gets its own folders: it must neither read nor change the user's keyring.
const unlockThenRun = [
  'printf pass | XDG_DATA_HOME="$KEYRING_HOME" XDG_RUNTIME_DIR="$KEYRING_HOME"',
  "gnome-keyring-daemon --unlock --components=secrets >/dev/null;",
  'exec "$@"',
].join(" ");

/** A command that runs another in a session bus with an unlocked, empty keyring; call `close` afterwards. */
export type KeyringSession = { command: string; args: string[]; env: NodeJS.ProcessEnv; close: () => void };

/** Wraps a command to run with its own keyring. Linux only; requires dbus-run-session and gnome-keyring. */
export function withKeyring(command: string, args: readonly string[], env: NodeJS.ProcessEnv): KeyringSession {
  const home = mkdtempSync(join(tmpdir(), "keyring-"));
  return {
    command: "dbus-run-session",
    args: ["--", "sh", "-c", unlockThenRun, "sh", command, ...args],
    env: { ...env, KEYRING_HOME: home },
    close: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
