import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { openDisplay } from "../display.ts";
import { findElectron } from "../electron-binary.ts";
import { ensureSystemLibraries } from "../machine.ts";
import { buildAppIfStale } from "../run/app-build.ts";
import { root } from "../run/paths.ts";
import { withUtf8Locale } from "../run/utf8-locale.ts";
import { launchElectron } from "./launch-electron.ts";

/** The real app, controlled by Playwright. */
export type LaunchedApp = {
  page: Page;
  /** The main process. */
  electron: ElectronApplication;
  /** The environment of programs that use its display. */
  env: NodeJS.ProcessEnv;
  /** Makes the system's file dialogs return this path from now on. */
  stubDialogs: (path: string) => Promise<void>;
  /** Sets the window's content size, px. */
  resize: (width: number, height: number) => Promise<void>;
  close: () => Promise<void>;
};

/**
 * Builds the app if needed and opens its window, on a virtual display if there is no other. Its data is in a temporary
 * folder that is removed on close, unless a folder is given.
 */
export async function launchApp(env: Record<string, string> = {}, folder?: string): Promise<LaunchedApp> {
  const electron = await findElectron();
  ensureSystemLibraries({ electron: electron.path, tests: false, display: true });
  await buildAppIfStale();
  const display = await openDisplay();
  const data = folder ?? mkdtempSync(join(tmpdir(), "biggo-uploader-"));
  const app = await launchElectron({
    executablePath: electron.path,
    args: [root, `--user-data-dir=${data}`],
    env: { ...(withUtf8Locale(display.env) as Record<string, string>), ...env },
  });
  const close = async () => {
    await app.close();
    await display.close();
    if (folder === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const resize = async (width: number, height: number) => {
    const size = { width, height };
    await app.evaluate(({ BrowserWindow }, content) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(content.width, content.height);
    }, size);
  };
  const stubDialogs = (path: string) =>
    app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath: chosen })) as never;
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [chosen] })) as never;
    }, path);
  return { page: await app.firstWindow(), electron: app, env: display.env, stubDialogs, resize, close };
}
