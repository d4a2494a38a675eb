/**
 * `npm run screenshots [-- STATE]`: makes the README's picture and docs/screens/ anew, of the real app over a sandbox.
 * With a name, only the states whose name holds it, or with `readme` that one picture.
 */
import { join } from "node:path";
import { root } from "./run/paths.ts";
import { startPictureSandbox } from "./screens/sandbox-process.ts";
import { takeScreens } from "./screens/take-screens.ts";
import { launchApp } from "./window/launch-app.ts";
import { takePicture } from "./window/take-picture.ts";

async function takeReadmePicture(): Promise<void> {
  const sandbox = await startPictureSandbox(40);
  const { page, close } = await launchApp(sandbox.env);
  try {
    await page.getByRole("grid").waitFor();
    // The pointer rests on a virtual display's middle, where a card would show that it is pointed at.
    await page.mouse.move(0, 0);
    await takePicture(page, join(root, "docs", "screenshot.png"));
    console.log("docs/screenshot.png made");
  } finally {
    await close();
    await sandbox.stop();
  }
}

const [only] = process.argv.slice(2);
if (only === undefined || only === "readme") await takeReadmePicture();
if (only !== "readme") await takeScreens(join(root, "docs", "screens"), only);
