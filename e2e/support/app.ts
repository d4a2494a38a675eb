import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import type { SpawnedSandbox } from "../../sandbox/testing.ts";
import { sandboxFlags } from "../../scripts/machine/chromium-sandbox.ts";
import { root } from "../../scripts/run/paths.ts";
import { withUtf8Locale } from "../../scripts/run/utf8-locale.ts";
import { launchElectron } from "../../scripts/window/launch-electron.ts";

/** The real app with its window open. */
export interface App {
  electron: ElectronApplication;
  page: Page;
  /** Quits it as the user does. */
  quit(): Promise<void>;
  /** Kills all of its processes with SIGKILL. */
  kill(): Promise<void>;
}

export interface OpenOptions {
  /** The folder of all its data. */
  data: string;
  /** Further arguments: files, switches. */
  args?: readonly string[];
  env?: Record<string, string>;
}

/** Creates a folder for an app's data or for files; the caller removes it. */
export function newFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `e2e-${name}-`));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The app's executable and its switches. */
export function commandOf(data: string): { executablePath: string; switches: string[] } {
  const executablePath = process.env.BIGGO_UPLOADER_ELECTRON;
  if (executablePath === undefined) throw new Error("BIGGO_UPLOADER_ELECTRON names no Electron; run npm run e2e.");
  return {
    executablePath,
    switches: [root, `--user-data-dir=${data}`, "--password-store=gnome-libsecret", ...sandboxFlags()],
  };
}

/** How long a second start may take to hand over its files and exit, ms. */
const handoverMs = 30_000;

/** Starts the app again on the same data without remote control; resolves when that process has exited. */
export async function startAgain({ data, args = [], env = {} }: OpenOptions): Promise<void> {
  const { executablePath, switches } = commandOf(data);
  const child = spawn(executablePath, [...switches, ...args], {
    env: { ...withUtf8Locale(process.env), ...env },
    stdio: "ignore",
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), handoverMs);
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  clearTimeout(timer);
  if (signal !== null) throw new Error("The second start did not exit");
}

/** Opens the built app. An uncaught error in the page fails the test. */
export async function openApp({ data, args = [], env = {} }: OpenOptions): Promise<App> {
  const { executablePath, switches } = commandOf(data);
  const electron = await launchElectron({
    executablePath,
    args: [...switches, ...args],
    env: { ...(withUtf8Locale(process.env) as Record<string, string>), LANGUAGE: "en", ...env },
  });
  const page = await electron.firstWindow();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const child = electron.process();
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    electron,
    page,
    async quit() {
      await electron.close();
      expect(complaints).toEqual([]);
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
      // Playwright would wait for a browser that no longer exists.
      await electron.close().catch(() => {});
    },
  };
}

/** The environment that points the app at a sandbox. */
export function pointedAt(sandbox: Pick<SpawnedSandbox, "url">): Record<string, string> {
  return { BIGGO_API_URL: sandbox.url };
}

/** Types credentials into the first-run card and presses Connect. */
export async function connect(page: Page, clientId: string, clientSecret: string): Promise<void> {
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByLabel("Client secret").fill(clientSecret);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
}

/** Opens a screen from the rail. */
export async function goTo(
  page: Page,
  screen: "Library" | "Queue" | "Products" | "Analytics" | "Settings",
): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: screen }).click();
}

/** A row of the queue by its video's title. */
export function queueRow(page: Page, title: string) {
  return page.getByRole("table", { name: "Uploads" }).getByRole("row", { name: new RegExp(`^${title},`) });
}

/** A card of the library by its video's title. */
export function card(page: Page, title: string) {
  return page.getByRole("grid", { name: "Videos" }).getByRole("gridcell", { name: title, exact: true });
}

/** The sandbox's own state: the account's videos that are not deleted, and its counts. */
export async function truthOf(sandbox: SpawnedSandbox) {
  return { counts: (await sandbox.state()).counts, videos: await sandbox.ownVideos() };
}
