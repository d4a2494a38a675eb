import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { sandboxFlags } from "../../scripts/machine/chromium-sandbox.ts";
import { familyOf } from "../../scripts/machine/process-family.ts";
import { connectToPage, type PageDebugger } from "./debugger.ts";
import { memoryOf } from "./process-memory.ts";

/** What one start took, from the spawn of its process, ms; memory in MB. */
export interface TimedStart {
  /** Until the page's first contentful paint. */
  paint: number;
  /** Until what `ready` waits for was drawn. */
  ready: number;
  /** Of all processes, once idle. */
  memory: number;
}

interface Start {
  electron: string;
  /** The folder of the app. */
  app: string;
  data: string;
  env: NodeJS.ProcessEnv;
  /** An expression of the page that is true once what is measured is there. */
  ready: string;
  /** How long it runs before its memory is read, ms. */
  idleMs: number;
}

const timeoutMs = 60_000;
const endMs = 10_000;

/** Runs in the page: the times of the first paint and of `ready`, in ms since the epoch. */
const timesOf = (ready: string) => `(async () => {
  if (!/^(?:app|file):/.test(location.href)) throw new Error("the window is still empty");
  const endMs = performance.now() + ${timeoutMs};
  while (!(${ready})) {
    if (performance.now() > endMs) throw new Error("never ready");
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  const ready = performance.timeOrigin + performance.now();
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0];
  while (painted() === undefined) await new Promise(requestAnimationFrame);
  return { ready, paint: performance.timeOrigin + painted().startTime };
})()`;

/** The times of the app's own document: a window shows an empty one at first, and a script of it does not end. */
async function firstTimes(page: PageDebugger, ready: string): Promise<{ ready: number; paint: number }> {
  const lastMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await page.evaluate<{ ready: number; paint: number }>(timesOf(ready));
    } catch (error) {
      if (performance.now() > lastMs || String(error).includes("never ready")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Starts an app once, measures it, and ends it. */
export async function timeStart({ electron, app, data, env, ready, idleMs }: Start): Promise<TimedStart> {
  // It would name the port of the start before.
  await rm(join(data, "DevToolsActivePort"), { force: true });
  const args = [app, `--user-data-dir=${data}`, "--remote-debugging-port=0", ...sandboxFlags()];
  const startMs = Date.now();
  const child = spawn(electron, args, { env, stdio: "ignore" });
  const exited = once(child, "exit");
  try {
    const page = await connectToPage(data, timeoutMs);
    const times = await firstTimes(page, ready);
    page.close();
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    const memory = memoryOf(child.pid ?? 0);
    return { paint: times.paint - startMs, ready: times.ready - startMs, memory };
  } finally {
    const family = familyOf(child.pid ?? 0);
    child.kill("SIGTERM");
    const timer = setTimeout(() => {
      for (const pid of family) process.kill(pid, "SIGKILL");
    }, endMs);
    await exited;
    clearTimeout(timer);
  }
}
