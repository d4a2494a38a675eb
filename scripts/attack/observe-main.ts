import type { ElectronApplication } from "@playwright/test";
import { maxMainTurnMs, measureMainTurns, residentBytes } from "../window/main-load.ts";

/** Runs an attack, and measures what main grows by (MB) and how long it computed in one go (ms). */
export async function observeMain(electron: ElectronApplication, attack: () => Promise<unknown>) {
  const { pid = 0 } = electron.process();
  const before = await residentBytes(pid);
  await measureMainTurns(electron);
  await attack();
  const stallMs = await maxMainTurnMs(electron);
  // What is garbage by now does not count.
  await electron.evaluate(() => (globalThis as { gc?: () => void }).gc?.());
  const grownMb = (Math.max(0, (await residentBytes(pid)) - before) / 1024 / 1024) | 0;
  return { "growth MB": grownMb, "stall ms": Math.round(stallMs) };
}
