import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { takeExclusiveLock } from "./exclusive-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A process that takes the lock if it can, says whether it could, and stays. */
function other(path: string): ChildProcess {
  const module = JSON.stringify(join(import.meta.dirname, "exclusive-lock.ts"));
  const script = `
    const { takeExclusiveLock } = await import(${module});
    console.log(takeExclusiveLock(${JSON.stringify(path)}) === null ? "no" : "yes");
    setInterval(() => {}, 1000);`;
  const options = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  return spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
}
async function answer(child: ChildProcess): Promise<string> {
  const [data] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return String(data).trim();
}
async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("is one process's at a time, however many ask at once, and free again when that is killed", async () => {
  const path = join(folder, "new folder", "lock");
  const many = Array.from({ length: 5 }, () => other(path));
  const answers = await Promise.all(many.map(answer));
  expect(answers.filter((word) => word === "yes")).toHaveLength(1);
  expect(takeExclusiveLock(path)).toBeNull();
  await Promise.all(many.map(kill));
  const mine = takeExclusiveLock(path);
  expect(mine).not.toBeNull();
  mine?.release();
});
