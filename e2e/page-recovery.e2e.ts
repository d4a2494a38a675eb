import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { type App, goTo, queueRow } from "./support/app.ts";
import { test } from "./support/fixtures.ts";

test.use({ sandboxArgs: ["--processing", "0"] });

/** Kills the page's process as the system does when memory is short. */
async function killPage({ electron }: App): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    if (pid === undefined || pid === 0) throw new Error("The page has no process");
    process.kill(pid, "SIGKILL");
  });
}

/**
 * Runs a script in the page. Playwright takes a page whose process has crashed for lost, so main runs it. Rejects when
 * there is no response in a second: a script in a page that has just ended never responds.
 */
async function inPage<T>({ electron }: App, script: string): Promise<T> {
  const result = await electron.evaluate(({ BrowserWindow }, code) => {
    const ran = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code);
    const late = new Promise<{ value?: unknown }>((resolve) => setTimeout(() => resolve({}), 1000));
    return Promise.race([Promise.resolve(ran).then((value: unknown) => ({ value })), late]);
  }, script);
  if (!("value" in result)) throw new Error("The page does not respond");
  return result.value as T;
}

/** Polls the text of the restored page, with the values of its fields. */
const pageText = (app: App) =>
  expect.poll(
    () =>
      inPage<string>(
        app,
        "[document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map((each) => each.value)].join('\\n')",
      ).catch(() => ""),
    { timeout: 30_000 },
  );

const press = (app: App, button: string) =>
  inPage(app, `[...document.querySelectorAll("button")].find((each) => each.innerText === "${button}").click()`);

test("comes back by itself when the page's process is killed, with its screen, its review and the uploads", async ({
  connected: at,
}) => {
  const [sending, reviewed] = [join(at.files, "Sending.mp4"), join(at.files, "Reviewed.mp4")];
  await makeVideo(sending, { seed: 8900, sizeBytes: 20_000_000 });
  await makeVideo(reviewed, { seed: 8901 });
  await at.sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 2_500_000 });
  await at.open();
  await at.startAgain(["--add", sending]);
  await goTo(at.page, "Queue");
  await expect(queueRow(at.page, "Sending").getByText("Uploading")).toBeVisible();
  await dropFiles(at.page, [reviewed]);
  const review = at.page.getByRole("dialog", { name: "Review videos" });
  await expect(review.getByText("Reviewed.mp4")).toBeVisible();

  await killPage(at.app);
  await pageText(at.app).toContain("The window was restored");
  await pageText(at.app).toContain("Reviewed.mp4");
  await press(at.app, "Publish 1 video");
  await expect.poll(async () => (await at.sandbox.state()).counts.uploadsCommitted, { timeout: 40_000 }).toBe(2);
  await pageText(at.app).toMatch(/Reviewed[\s\S]*Complete/);
  await pageText(at.app).not.toContain("Uploading");
  expect((await at.sandbox.state()).counts.uploadsCommitted).toBe(2);
});

test("shows the editor again with what was typed, and gives up its place when it fails again", async ({
  connected: at,
}) => {
  const path = join(at.files, "Typed.mp4");
  await makeVideo(path, { seed: 8902 });
  await at.open();
  await at.startAgain(["--add", path]);
  await goTo(at.page, "Queue");
  await expect(queueRow(at.page, "Typed").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  await queueRow(at.page, "Typed").getByText("Typed").first().click();
  const title = at.page.getByRole("textbox", { name: "Title" });
  await title.fill("Typed before the end");
  await expect(at.page.getByText("Saved on BigGo")).toBeVisible();

  await inPage(at.app, "location.reload()");
  await pageText(at.app).toContain("Typed before the end");
  await killPage(at.app);
  await pageText(at.app).toContain("The window was restored");
  await pageText(at.app).toContain("Typed before the end");
  expect(await inPage(at.app, "location.hash")).toContain("edit=");

  await killPage(at.app);
  await expect.poll(() => inPage(at.app, "location.hash").catch(() => null)).toBe("");
  await pageText(at.app).toContain("The window was restored");
});

test("comes back when its process is killed before anything was shown", async ({ connected: at }) => {
  await at.open();
  await killPage(at.app);
  await pageText(at.app).toContain("Nothing to upload");
});

test("asks the user when the page fails again and again, and loads it on request", async ({ connected: at }) => {
  await at.open();
  await pageText(at.app).toContain("Nothing to upload");
  await at.app.electron.evaluate(({ dialog }) => {
    const asked = { count: 0 };
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = (async () => {
      asked.count += 1;
      return { response: 0, checkboxChecked: false };
    }) as never;
  });
  for (let count = 0; count < 4; count += 1) {
    // It may be back before the next look at it: the new one has no mark.
    await inPage(at.app, "document.body.dataset.before = 'the end'");
    await killPage(at.app);
    const isRestored = `document.body.dataset.before === undefined && document.body.innerText.includes("The window was restored")`;
    await expect.poll(() => inPage(at.app, isRestored).catch(() => false), { timeout: 30_000 }).toBe(true);
  }
  const asked = await at.app.electron.evaluate(() => (globalThis as never as { asked: { count: number } }).asked.count);
  expect(asked).toBe(1);
});
