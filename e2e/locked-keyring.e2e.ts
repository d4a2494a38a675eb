import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { callBridge } from "../scripts/window/call-bridge.ts";
import { type App, connect, goTo, newFolder, openApp, pointedAt, removeFolder } from "./support/app.ts";
import { openLockableKeyring } from "./support/locked-keyring.ts";

let sandbox: SpawnedSandbox;
let keyring: Awaited<ReturnType<typeof openLockableKeyring>>;
let data: string;

test.beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "4"] });
  keyring = await openLockableKeyring();
  data = await newFolder("data");
});
test.afterEach(async () => {
  await sandbox.stop();
  await keyring.close();
  await removeFolder(data);
});

const open = () => openApp({ data, env: { ...pointedAt(sandbox), ...keyring.env } });
const waiting = "Waiting for the system keyring to be unlocked. Unlock it in your system’s dialog to connect.";
const refused = "The system keyring couldn’t be opened. Try again and unlock it, or connect with your key.";
const stateOf = ({ page }: App) => callBridge(page, "account.get", undefined);

/** Connects once, so that the keyring has the secret, and locks it. */
async function connectAndLock(): Promise<void> {
  const app = await open();
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await goTo(app.page, "Settings");
  await expect(app.page.getByText("Saved in the system keyring")).toBeVisible();
  await goTo(app.page, "Library");
  await expect(app.page.getByRole("gridcell")).toHaveCount(4);
  await app.quit();
  await keyring.lock();
}

/** The processes that ask the keyring for the app with this data. */
function helpersOf(folder: string): string[] {
  const commandOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      return "";
    }
  };
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => /--keyring-helper.*$/s.exec(commandOf(pid))?.[0].includes(folder));
}

/** The longest time for which main's event loop stood still within `ms`, ms. */
function maxStallMs({ electron }: App, ms: number): Promise<number> {
  return electron.evaluate(async (_electron, duration) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule("node:perf_hooks");
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, duration));
    return delay.max / 1e6;
  }, ms);
}

/** Main keeps turning. A keyring holds it up for as long as it asks; a busy machine does so now and then. */
async function expectTurning(app: App): Promise<void> {
  await expect(async () => expect(await maxStallMs(app, 2000)).toBeLessThanOrEqual(250)).toPass({ timeout: 20_000 });
}

test("a locked keyring freezes main: it keeps turning, the window says what it waits for, and unlocking connects", async () => {
  await connectAndLock();
  const app = await open();
  await expect(app.page.getByRole("gridcell")).toHaveCount(4);
  await expect(app.page.getByText(waiting)).toBeVisible();
  expect(await keyring.isAsking()).toBe(true);
  await expectTurning(app);
  await goTo(app.page, "Queue");
  await expect(app.page.getByText(waiting)).toBeVisible();
  await expect(app.page.getByText("Signed out")).toHaveCount(0);
  expect(await stateOf(app)).toMatchObject({ status: "unverified", error: { code: "keyring-locked" } });

  await keyring.unlock();
  await expect.poll(() => stateOf(app)).toMatchObject({ status: "connected", account: { source: "keyring" } });
  await expect(app.page.getByText(waiting)).toBeHidden();
  await app.quit();
});

test("a keyring that the user keeps locked is said with its remedy, and trying again connects", {
  tag: "@broad",
}, async () => {
  await connectAndLock();
  const app = await open();
  await expect(app.page.getByText(waiting)).toBeVisible();
  await keyring.refuse();
  await expect(app.page.getByText(refused)).toBeVisible();
  await expect(app.page.getByRole("gridcell")).toHaveCount(4);
  expect(await keyring.isAsking()).toBe(false);
  await app.page.getByRole("button", { name: "Retry" }).click();
  await keyring.unlock();
  await expect.poll(() => stateOf(app)).toMatchObject({ status: "connected" });
  await expect(app.page.getByText(refused)).toBeHidden();
  await app.quit();
});

test("a keyring that asks at the first start, or while the app quits, holds up neither", {
  tag: "@broad",
}, async () => {
  await connectAndLock();
  const other = await newFolder("data");
  const first = await openApp({ data: other, env: { ...pointedAt(sandbox), ...keyring.env } });
  await expect(first.page.getByRole("heading", { name: "Connect to BigGo" })).toBeVisible();
  await expect.poll(keyring.isAsking).toBe(true);
  await expectTurning(first);
  await connect(first.page, sandbox.clientId, sandbox.clientSecret);
  await expect(first.page.getByText("@kaixiang.lab").first()).toBeVisible();
  expect(helpersOf(other)).toHaveLength(1);
  await first.quit();
  await expect.poll(() => helpersOf(other)).toEqual([]);
  await removeFolder(other);
});
