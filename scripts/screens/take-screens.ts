import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../run/paths.ts";
import { callBridge } from "../window/call-bridge.ts";
import { dropFiles } from "../window/drop-files.ts";
import { launchApp } from "../window/launch-app.ts";
import { takeScreenshot } from "../window/take-screenshot.ts";
import { fileStates } from "./file-states.ts";
import { libraryStates } from "./library-states.ts";
import { queueStates } from "./queue-states.ts";
import { rareStates } from "./rare-states.ts";
import { startScreenshotSandbox } from "./sandbox-process.ts";
import { shellStates } from "./shell-states.ts";
import { type ScreenFixture, type ScreenState, screenStates } from "./states.ts";

const states = [...shellStates, ...screenStates, ...rareStates, ...queueStates, ...libraryStates, ...fileStates];

/** A variant of the window; every state is taken in each of them. */
interface Variant {
  name: string;
  theme: "light" | "dark";
  language: "en" | "zh-TW";
  width: number;
  height: number;
}

const variants: readonly Variant[] = [
  { name: "light-en-1280", theme: "light", language: "en", width: 1280, height: 800 },
  { name: "dark-zh-TW-1280", theme: "dark", language: "zh-TW", width: 1280, height: 800 },
  { name: "light-zh-TW-900", theme: "light", language: "zh-TW", width: 900, height: 600 },
];

function makeFiles(folder: string): ScreenFixture["files"] {
  const [sample, long, hevc] = ["開箱 🎧", "A very long file name of an export ".repeat(5).trim(), "Export"].map(
    (name) => join(folder, `${name}.mp4`),
  ) as [string, string, string];
  copyFileSync(join(root, "assets", "sample.mp4"), sample);
  const source = ["-f", "lavfi", "-i", "testsrc2=size=180x320:rate=10:duration=2"];
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-pix_fmt", "yuv420p", long]);
  execFileSync("ffmpeg", ["-y", ...source, "-c:v", "libx265", "-tag:v", "hvc1", hevc], { stdio: "ignore" });
  return { sample, long, hevc };
}

/** Takes one screenshot with its own sandbox and app, so that it is independent of the others. */
async function takeScreen(variant: Variant, state: ScreenState, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "screens-"));
  const sandbox = await startScreenshotSandbox(state.videos ?? 24);
  if (state.initialFault !== undefined) await sandbox.control("POST", "faults", state.initialFault);
  const { page, electron, stubDialogs, resize, close } = await launchApp(state.connected === false ? {} : sandbox.env);
  try {
    const isConnected = state.connected !== false;
    await page
      .locator(isConnected ? "nav button" : "main")
      .first()
      .waitFor();
    if (isConnected && state.videos !== 0 && state.initialFault === undefined) await page.getByRole("grid").waitFor();
    await resize(variant.width, variant.height);
    await callBridge(page, "settings.set", { theme: variant.theme, language: variant.language });
    await page.waitForTimeout(500);
    const offer = (...paths: string[]) => dropFiles(page, paths);
    await state.setup({ page, electron, stubDialogs, sandbox, offer, files: makeFiles(folder) });
    if (state.keepsPointer !== true) await movePointerAway(page);
    await takeScreenshot(page, join(target, `${state.name}.${variant.name}.jpg`));
  } finally {
    await close();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Moves the pointer to the corner: in the middle of the window it would trigger hover states. */
async function movePointerAway(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(200);
}

/** Saves every state in every variant to `target`; with `only`, the states whose name contains it. */
export async function takeScreens(target: string, only = ""): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const state of states.filter(({ name }) => name.includes(only))) {
    for (const variant of variants) {
      await takeScreen(variant, state, target);
      console.log(`${state.name}.${variant.name}`);
    }
  }
}
