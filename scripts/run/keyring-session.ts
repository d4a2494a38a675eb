import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The daemon gets its own folders: it must neither read nor change the user's keyring.
const unlockThenWait = [
  'printf pass | XDG_DATA_HOME="$KEYRING_HOME" XDG_RUNTIME_DIR="$KEYRING_HOME"',
  "gnome-keyring-daemon --unlock --components=secrets >/dev/null;",
  'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null',
].join(" ");

/** A session bus with an unlocked, empty keyring: the environment of programs that use it. */
export type KeyringSession = { env: NodeJS.ProcessEnv; close: () => Promise<void> };

/**
 * Starts a session bus with its own keyring; it also ends with this process. Linux only; requires dbus-run-session and
 * gnome-keyring.
 */
export async function startKeyringSession(env: NodeJS.ProcessEnv): Promise<KeyringSession> {
  const home = mkdtempSync(join(tmpdir(), "keyring-"));
  const session = { ...env, KEYRING_HOME: home };
  const bus = spawn("dbus-run-session", ["--", "sh", "-c", unlockThenWait], {
    env: session,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(bus, "exit");
  const address = await Promise.race([
    once(createInterface(bus.stdout), "line").then(([line]) => String(line)),
    exited.then(() => Promise.reject(new Error("The session bus exited; install dbus-x11 and gnome-keyring."))),
  ]);
  return {
    env: { ...session, DBUS_SESSION_BUS_ADDRESS: address },
    async close() {
      bus.stdin.end();
      await exited;
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
