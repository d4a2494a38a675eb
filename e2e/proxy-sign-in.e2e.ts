import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import {
  type App,
  connect,
  goTo,
  newFolder,
  openApp,
  pointedAt,
  queueRow,
  removeFolder,
  truthOf,
} from "./support/app.ts";
import { openSignInProxy } from "./support/sign-in-proxy.ts";

let sandbox: SpawnedSandbox;
let proxy: Awaited<ReturnType<typeof openSignInProxy>>;
let data: string;
let files: string;

test.beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  proxy = await openSignInProxy();
  data = await newFolder("data");
  files = await newFolder("files");
});
test.afterEach(async () => {
  await sandbox.stop();
  await proxy.close();
  await removeFolder(data);
  await removeFolder(files);
});

/** By themselves, this computer's own addresses go through no proxy. */
const goThroughProxy = ({ electron }: App) =>
  electron.evaluate(
    ({ session }, proxyRules) =>
      session.fromPartition("proxies").setProxy({ proxyRules, proxyBypassRules: "<-loopback>" }),
    proxy.url,
  );

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Sign in to proxy" });
const opener = (page: Page) => page.getByRole("button", { name: "Sign in to proxy…" });

async function answer(page: Page, name: string, password: string): Promise<void> {
  const dialog = dialogOf(page);
  await dialog.getByLabel("User name").fill(name);
  await dialog.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
}

/** Everything that the app has written as text. Its own compiled code names this header, without a value. */
async function writtenBy(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }) => {
      const text = await readFile(join(parentPath, name), "latin1").catch(() => "");
      return parentPath.includes("compile-cache") ? text.replaceAll("Proxy-Authorization", "") : text;
    });
  return (await Promise.all(texts)).join("\n");
}

test("signs in to a proxy from the queue, and uploads", async () => {
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  const { page } = app;
  await expect(page.getByText("@kaixiang.lab").first()).toBeVisible();
  await goThroughProxy(app);
  // So large that the proxy refuses it before its last bytes are sent: after them it would check for the video first.
  await makeVideo(join(files, "Proxied.mp4"), { seed: 8301, sizeBytes: 64_000_000 });
  await dropFiles(page, [join(files, "Proxied.mp4")]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(page, "Queue");
  await expect(page.getByText("Your network’s proxy requires a sign-in.").first()).toBeVisible();
  await expect(queueRow(page, "Proxied")).toContainText("Resumes with the queue");

  await opener(page).click();
  const dialog = dialogOf(page);
  await expect(dialog).toContainText(`The proxy ${proxy.address} requires a user name and password.`);
  await expect(dialog).toContainText("Head office");
  await expect(dialog.getByLabel("User name")).toBeFocused();
  await page.screenshot({ path: "out/test-results/proxy-sign-in.png", animations: "disabled" });
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener(page)).toBeFocused();

  await page.keyboard.press("Enter");
  proxy.seen.refused.length = 0;
  await answer(page, "ada", "a wrong password");
  await expect(dialog.getByRole("alert")).toHaveText("The proxy didn’t accept this user name and password.");
  // A refused password is sent once.
  expect(proxy.seen.refused.filter((sent) => sent !== "")).toHaveLength(1);
  expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(0);
  await answer(page, "ada", "p:ä s");
  await expect(dialog).toBeHidden();
  await expect(queueRow(page, "Proxied")).toContainText("Complete", { timeout: 20_000 });
  expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(1);
  expect(proxy.seen.refused.filter((sent) => sent !== "")).toHaveLength(1);

  await goTo(page, "Settings");
  const line = page.getByRole("list", { name: "Proxy sign-ins" }).getByRole("listitem");
  await expect(line).toContainText(proxy.address);
  await line.getByRole("button", { name: "Forget" }).click();
  await expect(line).toBeHidden();
  await app.quit();
  expect(await writtenBy(data)).not.toMatch(/p:ä s|p:Ã¤ s|a wrong password|Proxy-Authorization|YWRhOn/);
});

test("signs in to a proxy from the first-run card, connects, and keeps the sign-in over a restart", async () => {
  let app = await openApp({ data, env: pointedAt(sandbox) });
  await goThroughProxy(app);
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await opener(app.page).click();
  await answer(app.page, "ada", "p:ä s");
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  // The keyring answers a moment later.
  await expect.poll(() => callBridge(app.page, "proxy.signIns", undefined)).toMatchObject([{ kept: "keyring" }]);
  await app.quit();
  expect(await writtenBy(data)).not.toMatch(/p:ä s|p:Ã¤ s|Proxy-Authorization|YWRhOn/);

  app = await openApp({ data, env: pointedAt(sandbox) });
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  const { passed } = proxy.seen;
  await goThroughProxy(app);
  await makeVideo(join(files, "Later.mp4"), { seed: 8302 });
  await dropFiles(app.page, [join(files, "Later.mp4")]);
  await app.page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(app.page, "Queue");
  await expect(queueRow(app.page, "Later")).toContainText("Complete");
  expect(proxy.seen.passed).toBeGreaterThan(passed);
  await expect(opener(app.page)).toHaveCount(0);
  await app.quit();
});

test("says what a proxy offers that the app does not support", async () => {
  const other = await openSignInProxy(["Negotiate", "NTLM"]);
  const app = await openApp({ data, env: pointedAt(sandbox) });
  const { page } = app;
  await app.electron.evaluate(
    ({ session }, proxyRules) =>
      session.fromPartition("proxies").setProxy({ proxyRules, proxyBypassRules: "<-loopback>" }),
    other.url,
  );
  await connect(page, sandbox.clientId, sandbox.clientSecret);
  const alert = page.getByRole("alert").filter({ hasText: "NTLM, Negotiate, or Digest" });
  await expect(alert).toContainText("Ask your administrator to allow Basic sign-in");
  await expect(opener(page)).toHaveCount(0);
  await app.quit();
  await other.close();
});
