import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { startKeyringSession } from "../../scripts/run/keyring-session.ts";

const run = promisify(execFile);

const secrets = "/org/freedesktop/secrets";
const promptName = "Unlock";

/** A real keyring on a session bus of its own, whose question to the user is a real window on the test's display. */
export async function openLockableKeyring() {
  const { env, close } = await startKeyringSession(process.env);
  const { DBUS_SESSION_BUS_ADDRESS: address = "" } = env;
  const xdotool = async (...args: string[]) => (await run("xdotool", args)).stdout.trim();
  const prompts = async () => await xdotool("search", "--onlyvisible", "--name", promptName).catch(() => "");
  const focusPrompt = async () => {
    await expect.poll(prompts).not.toBe("");
    const [first = ""] = (await prompts()).split("\n");
    await xdotool("windowfocus", "--sync", first);
    // The dialog takes keys once it has drawn itself.
    await new Promise((resolve) => setTimeout(resolve, 1000));
  };
  return {
    /** The app's environment. */
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    /** Locks it, as a desktop does that starts without the login password. */
    async lock(): Promise<void> {
      const lock = ["--session", "--print-reply", "--dest=org.freedesktop.secrets", secrets];
      const call = ["org.freedesktop.Secret.Service.Lock", `array:objpath:${secrets}/collection/login`];
      await run("dbus-send", [...lock, ...call], { env });
    },
    /** Whether it asks the user for the password now. */
    isAsking: async () => (await prompts()) !== "",
    /** Types the password into the open question. */
    async unlock(): Promise<void> {
      await focusPrompt();
      await xdotool("type", "--delay", "50", "pass");
      await xdotool("key", "Return");
    },
    /** Dismisses the questions, of which Chromium asks one after the other. */
    async refuse(): Promise<void> {
      await focusPrompt();
      await expect(async () => {
        await xdotool("key", "Escape");
        await new Promise((resolve) => setTimeout(resolve, 1500));
        expect(await prompts()).toBe("");
      }).toPass({ timeout: 20_000 });
    },
    close,
  };
}
