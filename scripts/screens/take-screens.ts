import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../run/paths.ts";
import { callBridge } from "../window/call-bridge.ts";
import { dropFiles } from "../window/drop-files.ts";
import { launchApp } from "../window/launch-app.ts";
import { takePicture } from "../window/take-picture.ts";
import { libraryStates } from "./library-states.ts";
import { rareStates } from "./rare-states.ts";
import { startPictureSandbox } from "./sandbox-process.ts";
import { shellStates } from "./shell-states.ts";
import { type ScreenState, type Stage, screenStates } from "./states.ts";

const states = [...shellStates, ...screenStates, ...rareStates, ...libraryStates];

/** A look of the window: every state is taken in each. */
interface Look {
  name: string;
  theme: "light" | "dark";
  language: "en" | "zh-TW";
  width: number;
  height: number;
}

const variants: readonly Look[] = [
  { name: "light-en-1280", theme: "light", language: "en", width: 1280, height: 800 },
  { name: "dark-zh-TW-1280", theme: "dark", language: "zh-TW", width: 1280, height: 800 },
  { name: "light-zh-TW-900", theme: "light", language: "zh-TW", width: 900, height: 600 },
];

function makeFiles(folder: string): Stage["files"] {
  const [sample, long, hevc] = ["開箱 🎧", "A very long file name that goes on ".repeat(5).trim(), "Export"].map(
    (name) => join(folder, `${name}.mp4`),
  ) as [string, string, string];
  copyFileSync(join(root, "assets", "sample.mp4"), sample);
  const source = ["-f", "lavfi", "-i", "testsrc2=size=180x320:rate=10:duration=2"];
  execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...source, "-pix_fmt", "yuv420p", long]);
  execFileSync("ffmpeg", ["-y", ...source, "-c:v", "libx265", "-tag:v", "hvc1", hevc], { stdio: "ignore" });
  return { sample, long, hevc };
}

/** Every picture begins with a BigGo and an app of its own, so that none shows what another one left. */
async function takeOne(look: Look, state: ScreenState, target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "screens-"));
  const sandbox = await startPictureSandbox(state.videos ?? 24);
  if (state.slowFirst !== undefined) await sandbox.control("POST", "faults", state.slowFirst);
  const { page, electron, pick, resize, close } = await launchApp(state.connected === false ? {} : sandbox.env);
  try {
    const isOpen = state.connected !== false;
    await page
      .locator(isOpen ? "nav button" : "main")
      .first()
      .waitFor();
    if (isOpen && state.videos !== 0 && state.slowFirst === undefined) await page.getByRole("grid").waitFor();
    await resize(look.width, look.height);
    await callBridge(page, "settings.set", { theme: look.theme, language: look.language });
    await page.waitForTimeout(500);
    const offer = (...paths: string[]) => dropFiles(page, paths);
    await state.bring({ page, electron, pick, sandbox, offer, files: makeFiles(folder) });
    if (state.pointing !== true) await restPointer(page);
    await takePicture(page, join(target, `${state.name}.${look.name}.jpg`));
  } finally {
    await close();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A pointer in the middle would show what is pointed at. */
async function restPointer(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(200);
}

/** Takes every state in every look into `target`; with `only`, the states whose name holds it. */
export async function takeScreens(target: string, only = ""): Promise<void> {
  mkdirSync(target, { recursive: true });
  for (const state of states.filter(({ name }) => name.includes(only))) {
    for (const look of variants) {
      await takeOne(look, state, target);
      console.log(`${state.name}.${look.name}`);
    }
  }
}
