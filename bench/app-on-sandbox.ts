import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { findElectron } from "../scripts/electron-binary.ts";
import { sandboxFlags } from "../scripts/machine/chromium-sandbox.ts";
import { root } from "../scripts/run/paths.ts";
import { launchApp } from "../scripts/window/launch-app.ts";
import { type Front, startFront } from "./front/start-front.ts";

/** The real app with an open window, connected to a real sandbox. */
export interface BenchedApp {
  page: Page;
  electron: ElectronApplication;
  /** The path of Electron. */
  electronPath: string;
  /** Of the main process. */
  pid: number;
  sandbox: SpawnedSandbox;
  /** Temporary, for files. */
  folder: string;
  /** The app's data. */
  data: string;
  /** Adds files to the queue as a second start of the app does; resolves when they have been handed over. */
  add(paths: readonly string[]): Promise<void>;
  /** Closes the window and opens it again on the same data. */
  reopen(): Promise<BenchedApp>;
}

interface AppOptions {
  /** The sandbox's command line. */
  sandbox: string[];
  /** The address that the app uses in place of the sandbox's. */
  apiUrl?: (sandbox: SpawnedSandbox) => Promise<string>;
}

/** Runs `measure` on the real app, a real sandbox and temporary folders, and cleans up afterwards. */
export async function withApp(options: AppOptions, measure: (app: BenchedApp) => Promise<void>): Promise<void> {
  const sandbox = await spawnSandbox({ args: options.sandbox });
  const folder = await mkdtemp(join(tmpdir(), "bench-files-"));
  const data = await mkdtemp(join(tmpdir(), "bench-data-"));
  const electronPath = (await findElectron()).path;
  const environment = {
    LANGUAGE: "en",
    BIGGO_CLIENT_ID: sandbox.clientId,
    BIGGO_CLIENT_SECRET: sandbox.clientSecret,
    BIGGO_API_URL: (await options.apiUrl?.(sandbox)) ?? sandbox.url,
  };
  let close = async () => {};
  const open = async (): Promise<BenchedApp> => {
    const app = await launchApp(environment, data);
    close = app.close;
    const { page, electron, env } = app;
    await page.getByRole("button", { name: /Connected/ }).waitFor();
    return {
      ...{ page, electron, electronPath, sandbox, folder, data },
      pid: electron.process().pid ?? 0,
      async add(paths) {
        const args = [root, `--user-data-dir=${data}`, ...sandboxFlags(), "--add", ...paths];
        const child = spawn(electronPath, args, { env: { ...env, ...environment }, stdio: "ignore" });
        await once(child, "exit");
      },
      async reopen() {
        await close();
        return open();
      },
    };
  };
  try {
    await measure(await open());
  } finally {
    await close();
    await sandbox.stop();
    for (const path of [folder, data]) await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As `withApp`, with a front that receives films without keeping them. */
export async function withAppBehindFront(
  options: { sandbox?: string[]; latencyMs?: number; resets?: number },
  measure: (app: BenchedApp, front: Front) => Promise<void>,
): Promise<void> {
  const { sandbox = ["--processing", "0"], ...delays } = options;
  let front: Front | null = null;
  const apiUrl = async ({ url }: SpawnedSandbox) => {
    front = await startFront({ url, ...delays });
    return front.url;
  };
  try {
    await withApp({ sandbox, apiUrl }, (app) => measure(app, front as Front));
  } finally {
    (front as Front | null)?.stop();
  }
}
