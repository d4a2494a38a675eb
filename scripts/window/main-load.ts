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

/** The longest event loop delay since `measureMain`, ms. */
export function mainStallMs(electron: ElectronApplication): Promise<number> {
  return electron.evaluate(({ app: main }) => {
    const { delayOfThisTest: delay } = main as unknown as { delayOfThisTest: { max: number } };
    return delay.max / 1e6;
  });
}
