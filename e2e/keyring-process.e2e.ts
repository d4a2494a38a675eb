import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { familyOf, readProcessFile } from "../scripts/machine/process-family.ts";
import { commandOf, newFolder, removeFolder } from "./support/app.ts";

test.skip(process.platform !== "linux", "only on Linux the keyring is asked by another process");

const isHelper = (pid: number) => readProcessFile(`/proc/${pid}/cmdline`).includes("--keyring-helper");
const isRunning = (pid: number) =>
  !["", "Z"].includes(/^State:\s*(\w)/m.exec(readProcessFile(`/proc/${pid}/status`))?.[1] ?? "");

/** Starts the app, kills it `afterMs` after it started the process that asks the keyring, and returns that one's id. */
async function killWithHelper(data: string, afterMs: number): Promise<number> {
  const { executablePath, switches } = commandOf(data);
  const app = spawn(executablePath, switches, { stdio: "ignore" });
  const ended = new Promise((resolve) => app.once("exit", resolve));
  let helper: number | undefined;
  while (helper === undefined) {
    await delay(5);
    helper = familyOf(app.pid ?? 0).find(isHelper);
  }
  await delay(afterMs);
  app.kill("SIGKILL");
  await ended;
  return helper;
}

for (const afterMs of [0, 300, 3000]) {
  test(`the process that asks the keyring ends with the app, killed ${afterMs} ms after it was started`, async () => {
    const data = await newFolder("data");
    try {
      const helper = await killWithHelper(data, afterMs);
      await expect.poll(() => isRunning(helper), { timeout: 10_000 }).toBe(false);
    } finally {
      await removeFolder(data);
    }
  });
}
