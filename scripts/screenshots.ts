/**
 * `npm run screenshots [-- STATE]`: takes screenshots of every state of the window, in several variants, from the real
 * app on a sandbox. They go to out/screens/ for review and are not committed; those shown in docs are copied to
 * docs/screens/. With a name, only the states whose name contains it; with `readme`, only the README's screenshot.
 */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run/paths.ts";
import { documentedScreens } from "./screens/documented-screens.ts";
import { startScreenshotSandbox } from "./screens/sandbox-process.ts";
import { takeScreens } from "./screens/take-screens.ts";
import { launchApp } from "./window/launch-app.ts";
import { takeScreenshot } from "./window/take-screenshot.ts";

const target = join(root, "out", "screens");
const documents = join(root, "docs", "screens");

async function takeReadmeScreenshot(): Promise<void> {
  const sandbox = await startScreenshotSandbox(40);
  const { page, close } = await launchApp(sandbox.env);
  try {
    await page.getByRole("grid").waitFor();
    // On a virtual display the pointer starts in the middle, where a card would show its hover state.
    await page.mouse.move(0, 0);
    await takeScreenshot(page, join(root, "docs", "screenshot.jpg"));
    console.log("docs/screenshot.jpg");
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
if (only === undefined || only === "readme") await takeReadmeScreenshot();
if (only !== "readme") {
  await takeScreens(target, only);
  copyDocumented();
}
