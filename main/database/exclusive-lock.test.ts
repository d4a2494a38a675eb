import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireExclusiveLock } from "./exclusive-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that tries to acquire the lock, prints whether it succeeded, and keeps running. */
function spawnContender(path: string): ChildProcess {
  const module = JSON.stringify(join(import.meta.dirname, "exclusive-lock.ts"));
  const script = `
    const { acquireExclusiveLock } = await import(${module});
    console.log(acquireExclusiveLock(${JSON.stringify(path)}) === null ? "no" : "yes");
    setInterval(() => {}, 1000);`;
  const options = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  return spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
}
async function output(child: ChildProcess): Promise<string> {
  const [data] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return String(data).trim();
}
async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

describe("acquireExclusiveLock", () => {
  it("gives the lock to one of several processes, and releases it when that process is killed", async () => {
    const path = join(folder, "new folder", "lock");
    const contenders = Array.from({ length: 5 }, () => spawnContender(path));
    const outputs = await Promise.all(contenders.map(output));
    expect(outputs.filter((line) => line === "yes")).toHaveLength(1);
    expect(acquireExclusiveLock(path)).toBeNull();
    await Promise.all(contenders.map(kill));
    const lock = acquireExclusiveLock(path);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});
