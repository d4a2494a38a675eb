/** The guided demo: the real app in practice mode, from first start to COMPLETE. Screenshots go to out/demo/. */
import { mkdirSync, rmSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "./run/paths.ts";
import { dropFiles } from "./window/drop-files.ts";
import { followUpload } from "./window/follow-upload.ts";
import { launchApp } from "./window/launch-app.ts";
import { takeScreenshot } from "./window/take-screenshot.ts";

const folder = join(root, "out", "demo");

const parts = {
  practice: (page: Page) => page.getByRole("button", { name: "Try it without an account" }),
  addVideos: (page: Page) => page.getByRole("button", { name: "Add videos" }).first(),
  review: (page: Page) => page.getByRole("dialog", { name: "Review videos" }),
  upload: (page: Page) => parts.review(page).getByRole("button", { name: /^(Publish|Upload) \d+ / }),
  screen: (page: Page, name: "Library" | "Queue" | "Settings") => page.getByRole("button", { name, exact: true }),
  row: (page: Page, title: string) => page.getByRole("row").filter({ hasText: title }).first(),
};

const titleOf = (file: string) => basename(file, extname(file));

function filesFrom(args: readonly string[]): string[] {
  const from = process.env.INIT_CWD ?? process.cwd();
  const paths = args.filter((arg) => !arg.startsWith("-")).map((arg) => resolve(from, arg));
  return [join(root, "assets", "sample.mp4"), ...paths];
}

function narrator(page: Page) {
  let lines = 0;
  let screenshots = 0;
  const print = (line: string) => console.log(`${String(++lines).padStart(2)}. ${line}`);
  const show = async (line: string, name: string) => {
    print(line);
    await takeScreenshot(page, join(folder, `${++screenshots}-${name}.png`));
  };
  return { print, show };
}

async function play(page: Page, files: readonly string[]): Promise<void> {
  const { print, show } = narrator(page);
  await parts.practice(page).waitFor();
  await show("The window is open and prompts for an account.", "first-run");
  await parts.practice(page).click();
  await parts.addVideos(page).waitFor();
  await show("Practice mode: BigGo runs on this computer; nothing is sent over the network.", "practice");
  await dropFiles(page, files);
  await parts.upload(page).waitFor();
  await show(`Dropped ${files.map((file) => basename(file)).join(", ")} on the window.`, "review");
  await parts.upload(page).click();
  await parts.screen(page, "Queue").click();
  const follow = async (file: string) => {
    const title = titleOf(file);
    const row = parts.row(page, title);
    const isQueued = await row.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (isQueued) await followUpload(row, (phase) => print(`${title}: ${phase}`));
    else print(`${title}: not uploaded, for the reason shown in the review sheet.`);
  };
  await Promise.all([show("The videos are in the queue.", "queue"), ...files.map(follow)]);
  await show("Every uploaded video is complete.", "complete");
  await parts.screen(page, "Library").click();
  await page
    .getByText(titleOf(files[0] ?? ""))
    .first()
    .waitFor();
  await show("The videos are in the library.", "library");
}

rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
mkdirSync(folder, { recursive: true });
const { page, close } = await launchApp();
try {
  await play(page, filesFrom(process.argv.slice(2)));
  console.log("Done. The screenshots are in out/demo/.");
} catch (error) {
  await takeScreenshot(page, join(folder, "stopped-here.png")).catch(() => {});
  console.error(error);
  process.exitCode = 1;
} finally {
  await close();
}
