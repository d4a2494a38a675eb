import { readFile } from "node:fs/promises";
import type { ElectronApplication } from "@playwright/test";

/** Resident memory of a process in bytes (proc(5)). */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Starts to measure the event loop delay of the main process. */
export async function measureMain(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(async ({ app: main }) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule("node:perf_hooks");
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    Object.assign(main, { delayOfThisTest: delay });
  });
}

/** The event loop delay since `measureMain` that 99 of 100 samples stay below, ms. */
export function mainDelayMs(electron: ElectronApplication): Promise<number> {
  return electron.evaluate(({ app: main }) => {
    const { delayOfThisTest: delay } = main as unknown as { delayOfThisTest: { percentile(p: number): number } };
    return delay.percentile(99) / 1e6;
  });
}

/** Starts to measure for how long main computes in one go, apart from what other programs take of the processor. */
export async function measureMainTurns(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(async ({ app: main }) => {
    const cpuMs = () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    const known = (main as unknown as { turnsOfThisTest?: { maxMs: number } }).turnsOfThisTest;
    if (known !== undefined) {
      known.maxMs = 0;
      return;
    }
    const turns = { maxMs: 0, lastMs: cpuMs() };
    setInterval(() => {
      const nowMs = cpuMs();
      turns.maxMs = Math.max(turns.maxMs, nowMs - turns.lastMs);
      turns.lastMs = nowMs;
    }, 5);
    Object.assign(main, { turnsOfThisTest: turns });
  });
}

/** The longest time since `measureMainTurns` that main computed in one go, ms. */
export function maxMainTurnMs(electron: ElectronApplication): Promise<number> {
  return electron.evaluate(
    ({ app: main }) => (main as unknown as { turnsOfThisTest: { maxMs: number } }).turnsOfThisTest.maxMs,
  );
}
