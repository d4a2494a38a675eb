/** The guided demo: the real app in practice mode, from the first window to COMPLETE. Screenshots go to out/demo/. */
import { mkdirSync, rmSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "./run/paths.ts";
import { dropFiles } from "./window/drop-files.ts";
import { followUpload } from "./window/follow-upload.ts";
import { launchApp } from "./window/launch-app.ts";
import { takePicture } from "./window/take-picture.ts";

const folder = join(root, "out", "demo");

const parts = {
  practice: (page: Page) => page.getByRole("button", { name: "Try it without an account" }),
  addVideos: (page: Page) => page.getByRole("button", { name: "Add videos" }).first(),
  review: (page: Page) => page.getByRole("dialog", { name: "Review videos" }),
  upload: (page: Page) => parts.review(page).getByRole("button", { name: /^Upload \d+ videos?$/ }),
  room: (page: Page, name: "Library" | "Queue" | "Settings") => page.getByRole("button", { name, exact: true }),
  row: (page: Page, title: string) => page.getByRole("row").filter({ hasText: title }).first(),
};

const titleOf = (file: string) => basename(file, extname(file));

function filesNamed(args: readonly string[]): string[] {
  const from = process.env.INIT_CWD ?? process.cwd();
  const named = args.filter((arg) => !arg.startsWith("-")).map((arg) => resolve(from, arg));
  return [join(root, "assets", "sample.mp4"), ...named];
}

function narrator(page: Page) {
  let lines = 0;
  let pictures = 0;
  const tell = (line: string) => console.log(`${String(++lines).padStart(2)}. ${line}`);
  const show = async (line: string, picture: string) => {
    tell(line);
    await takePicture(page, join(folder, `${++pictures}-${picture}.png`));
  };
  return { tell, show };
}

async function play(page: Page, files: readonly string[]): Promise<void> {
  const { tell, show } = narrator(page);
  await parts.practice(page).waitFor();
  await show("The window is open and asks for an account.", "first-run");
  await parts.practice(page).click();
  await parts.addVideos(page).waitFor();
  await show("Practice mode: BigGo on this computer, nothing leaves it.", "practice");
  await dropFiles(page, files);
  await parts.upload(page).waitFor();
  await show(`Dropped ${files.map((file) => basename(file)).join(", ")} on the window.`, "review");
  await parts.upload(page).click();
  await parts.room(page, "Queue").click();
  const follow = async (file: string) => {
    const title = titleOf(file);
    const row = parts.row(page, title);
    const isThere = await row.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (isThere) await followUpload(row, (phase) => tell(`${title}: ${phase}`));
    else tell(`${title}: not sent, for the reason the review sheet gave.`);
  };
  await Promise.all([show("The videos are in the queue.", "queue"), ...files.map(follow)]);
  await show("Every video that was sent is complete.", "complete");
  await parts.room(page, "Library").click();
  await page
    .getByText(titleOf(files[0] ?? ""))
    .first()
    .waitFor();
  await show("They stand in the library.", "library");
}

rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
mkdirSync(folder, { recursive: true });
const { page, close } = await launchApp();
try {
  await play(page, filesNamed(process.argv.slice(2)));
  console.log("Done. The screenshots are in out/demo/.");
} catch (error) {
  await takePicture(page, join(folder, "stopped-here.png")).catch(() => {});
  console.error(error);
  process.exitCode = 1;
} finally {
  await close();
}
