/**
 * `npm run screenshots [-- STATE]`: takes every state of the window, in several variants, of the real app over a sandbox.
 * They go to out/screens/, to be looked at and not committed; the few that documents show are copied to docs/screens/.
 * With a name, only the states whose name contains it, or with `readme` the README's picture alone.
 */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run/paths.ts";
import { documentedScreens } from "./screens/documented-screens.ts";
import { startPictureSandbox } from "./screens/sandbox-process.ts";
import { takeScreens } from "./screens/take-screens.ts";
import { launchApp } from "./window/launch-app.ts";
import { takePicture } from "./window/take-picture.ts";

const target = join(root, "out", "screens");
const documents = join(root, "docs", "screens");

async function takeReadmePicture(): Promise<void> {
  const sandbox = await startPictureSandbox(40);
  const { page, close } = await launchApp(sandbox.env);
  try {
    await page.getByRole("grid").waitFor();
    // A virtual display's pointer rests in the middle, where a card would show its hover state.
    await page.mouse.move(0, 0);
    await takePicture(page, join(root, "docs", "screenshot.png"));
    console.log("docs/screenshot.png");
  } finally {
    await close();
    await sandbox.stop();
  }
}

function copyDocumented(): void {
  mkdirSync(documents, { recursive: true });
  for (const name of documentedScreens) {
    if (existsSync(join(target, name))) copyFileSync(join(target, name), join(documents, name));
  }
}

const [only] = process.argv.slice(2);
if (only === undefined || only === "readme") await takeReadmePicture();
if (only !== "readme") {
  await takeScreens(target, only);
  copyDocumented();
}
