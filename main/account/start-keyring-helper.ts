import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { app } from "electron";
import { makePrivateFolder } from "../foundation/private-folder.ts";
import { keyringHelperSwitch } from "./keyring-messages.ts";
import type { KeyringProcess } from "./remote-cipher.ts";

/** Switches that decide which keyring is asked, and as whom. */
const keptSwitches = ["password-store", "no-sandbox"] as const;

function switchesOf(folder: string): string[] {
  const kept = keptSwitches.flatMap((name) => {
    const value = app.commandLine.getSwitchValue(name);
    if (!app.commandLine.hasSwitch(name)) return [];
    return [value === "" ? `--${name}` : `--${name}=${value}`];
  });
  return [
    `--${keyringHelperSwitch}=${process.pid}`,
    `--user-data-dir=${folder}`,
    "--ozone-platform=headless",
    "--disable-gpu",
    ...kept,
  ];
}

/**
 * Starts this app once more, without window, only to ask the keyring: as the same program, since the keyring hands a
 * secret to no other. `folder` is for what Chromium writes. Linux only.
 */
export function startKeyringHelper(folder: string): KeyringProcess {
  makePrivateFolder(folder);
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const child = spawn(process.execPath, [...own, ...switchesOf(folder)], { stdio: ["pipe", "pipe", "ignore"] });
  // A process that cannot be started or has ended takes no more questions; `onExit` reports it.
  child.stdin.on("error", () => {});
  return {
    send: (line) => void child.stdin.write(`${line}\n`),
    onLine: (listener) => void createInterface({ input: child.stdout }).on("line", listener),
    onExit(listener) {
      child.once("error", listener);
      child.once("exit", listener);
    },
    close: () => void child.stdin.end(),
    kill: () => void child.kill("SIGKILL"),
  };
}
