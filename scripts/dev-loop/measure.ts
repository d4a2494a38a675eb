import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { openDisplay } from "../display.ts";
import { root } from "../run/paths.ts";

/** The result of changing one text. */
export type DevLoop = { shownAfterMs: number; sameMain: boolean; before: string; after: string };

/** The text that is changed: the heading of the first-run card. */
const file = join(root, "renderer", "messages", "en-account.ts");
const startTimeoutMs = 90_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function retry<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await new Promise((done) => setTimeout(done, 300));
    }
  }
}

async function openPage(port: number): Promise<{ browser: Browser; page: Page }> {
  const browser = await retry(() => chromium.connectOverCDP(`http://127.0.0.1:${port}`), startTimeoutMs);
  const page = await retry(async () => {
    const found = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((each) => each.url().startsWith("app://uploader"));
    if (found === undefined) throw new Error("The window did not open");
    return found;
  }, startTimeoutMs);
  return { browser, page };
}

/** The source with its heading, and with a changed one. */
function changedHeading(): { source: string; heading: string; changed: string; next: string } {
  const source = readFileSync(file, "utf8");
  const heading = /heading: "([^"]+)"/.exec(source)?.[1];
  if (heading === undefined) throw new Error(`${file} has no heading to change`);
  const next = `${heading} (changed)`;
  return { source, heading, changed: source.replace(`heading: "${heading}"`, `heading: "${next}"`), next };
}

async function mainStart(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/json/version`);
  const { webSocketDebuggerUrl } = (await response.json()) as { webSocketDebuggerUrl: string };
  // The URL contains an id that changes with every start of the browser process, which is Electron's main process.
  return webSocketDebuggerUrl;
}

async function measure(page: Page, port: number, folder: string): Promise<DevLoop> {
  const { source, heading, changed, next } = changedHeading();
  const [before, after] = [join(folder, "before.png"), join(folder, "after.png")];
  const restore = () => writeFileSync(file, source);
  process.once("exit", restore);
  try {
    await page.getByRole("heading", { name: heading }).waitFor({ timeout: startTimeoutMs });
    await page.screenshot({ path: before });
    const main = await mainStart(port);
    const startMs = performance.now();
    writeFileSync(file, changed);
    await page.getByRole("heading", { name: next }).waitFor({ timeout: 20_000 });
    const shownAfterMs = Math.round(performance.now() - startMs);
    await page.screenshot({ path: after });
    return { shownAfterMs, sameMain: main === (await mainStart(port)), before, after };
  } finally {
    restore();
    process.off("exit", restore);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  // It leads its own process group of electron-vite, Electron and its helpers.
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

/** Runs `npm run dev`, changes a text, and restores it. Screenshots go to `folder`. */
export async function measureDevLoop(folder: string): Promise<DevLoop> {
  mkdirSync(folder, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), "dev-loop-"));
  const display = await openDisplay();
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, "scripts", "dev.ts")], {
    env: { ...display.env, REMOTE_DEBUGGING_PORT: String(port), BIGGO_UPLOADER_DEV_PROFILE: profile, LANGUAGE: "en" },
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    const { browser, page } = await openPage(port);
    const result = await measure(page, port, folder);
    await browser.close();
    return result;
  } finally {
    await stop(child);
    await display.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
