import { setTimeout } from "node:timers/promises";
import type { ElectronApplication } from "@playwright/test";
import { maxMainTurnMs, measureMainTurns, residentBytes } from "../window/main-load.ts";

/** What is garbage by now does not count: buffers are released after the collection that finds them. */
async function collectGarbage(electron: ElectronApplication): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await electron.evaluate(() => (globalThis as { gc?: () => void }).gc?.());
    await setTimeout(500);
  }
}

/** Runs an attack, and measures what main grows by (MB) and how long it computed in one go (ms). */
export async function observeMain(electron: ElectronApplication, attack: () => Promise<unknown>) {
  const { pid = 0 } = electron.process();
  await collectGarbage(electron);
  const before = await residentBytes(pid);
  await measureMainTurns(electron);
  await attack();
  const stallMs = await maxMainTurnMs(electron);
  await collectGarbage(electron);
  const grownMb = (Math.max(0, (await residentBytes(pid)) - before) / 1024 / 1024) | 0;
  return { "growth MB": grownMb, "stall ms": Math.round(stallMs) };
}
