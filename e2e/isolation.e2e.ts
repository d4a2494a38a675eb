import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { listen, requestProbes } from "../scripts/attack/network-probes.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { heapOf } from "../scripts/window/page-heap.ts";
import { type App, card, connect, goTo, newFolder, openApp, pointedAt, queueRow, removeFolder } from "./support/app.ts";
import { countReached, takeLayersAway } from "./support/network-layers.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;
let app: App;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  data = await newFolder("data");
  files = await newFolder("secret-place");
  await makeVideo(join(files, "Clip.mp4"), { seed: 8400 });
  app = await openApp({ data, env: pointedAt(sandbox) });
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  await dropFiles(app.page, [join(files, "Clip.mp4")]);
  await app.page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(app.page, "Queue");
  await expect(queueRow(app.page, "Clip").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  await goTo(app.page, "Library");
  await expect(card(app.page, "Clip")).toBeVisible();
});
test.afterAll(async () => {
  await app.quit();
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});

/** The content of every file below a folder, as Latin-1. */
async function contentsOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = new Map<string, string>();
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    read.set(path, await readFile(path, "latin1").catch(() => ""));
  }
  return read;
}

interface TrustedTypesWindow {
  trustedTypes: { createPolicy(name: string, rules: object): unknown };
}

test("gives the page no Node and no connection to main but the bridge", async () => {
  const found = await app.page.evaluate(() => ({
    globals: ["require", "process", "Buffer", "module", "electron", "global"].filter((name) => name in window),
    bridge: Object.keys((window as unknown as { biggo: object }).biggo).sort(),
    isolated: !("ipcRenderer" in window),
  }));
  expect(found).toEqual({ globals: [], bridge: ["addFiles", "invoke", "subscribe"], isolated: true });
});

test("keeps paths, secrets and tokens off the page's heap", async () => {
  const heap = await heapOf(app.page);
  expect(heap).toContain("Clip.mp4");
  expect(heap).not.toContain("secret-place");
  expect(heap).not.toContain(sandbox.clientSecret);
  expect(heap).not.toMatch(/Bearer [\w-]+\./);
  expect(heap).not.toMatch(/eyJ[\w-]{8,}\.[\w-]{8,}\./);
});

test("keeps secrets and tokens out of every file and the command line", async () => {
  for (const [path, text] of await contentsOf(data)) {
    expect(text.includes(sandbox.clientSecret), path).toBe(false);
    expect(/eyJ[\w-]{8,}\.[\w-]{8,}\./.test(text), path).toBe(false);
  }
  const commandLine = await app.electron.evaluate(() => process.argv.join(" "));
  expect(commandLine).not.toContain(sandbox.clientSecret);
});

test("refuses calls outside the contract and calls from other senders", async () => {
  const answers = await app.page.evaluate(async () => {
    const { biggo } = window as unknown as { biggo: { invoke(name: string, input?: unknown): Promise<string> } };
    const call = async (name: string, input?: unknown) => JSON.parse(await biggo.invoke(name, input));
    return {
      unknown: await call("fs.readFile", "/etc/passwd"),
      inherited: await call("toString"),
      mistyped: await call("uploads.cancel", { id: 7 }),
      surplus: await call("app.openExternal", { page: "file:///etc/passwd" }),
    };
  });
  expect(answers.unknown).toMatchObject({ ok: false, error: { code: "not-allowed" } });
  expect(answers.inherited).toMatchObject({ ok: false, error: { code: "not-allowed" } });
  expect(answers.mistyped).toMatchObject({ ok: false, error: { code: "invalid-input" } });
  expect(answers.surplus).toMatchObject({ ok: false, error: { code: "invalid-input" } });
});

test("prevents the page from navigating, opening windows, gaining permissions, running foreign scripts and reading files", async () => {
  const { page } = app;
  const tried = await page.evaluate(async () => {
    const fails = (work: () => Promise<unknown>) =>
      work().then(
        () => false,
        () => true,
      );
    return {
      window: window.open("https://example.com") === null,
      remoteFetch: await fails(() => fetch("https://example.com/")),
      fileFetch: await fails(() => fetch("file:///etc/passwd")),
      geolocation: (await navigator.permissions.query({ name: "geolocation" })).state === "denied",
      // Trusted Types reject a string as a script, and the policy has no 'unsafe-eval'.
      evaluation: await fails(async () => new Function("return 1")()),
      // Only the page's own worker policy may create script URLs.
      policy: await fails(async () =>
        (globalThis as never as TrustedTypesWindow).trustedTypes.createPolicy("other", {}),
      ),
    };
  });
  expect(tried).toEqual({
    window: true,
    remoteFetch: true,
    fileFetch: true,
    geolocation: true,
    evaluation: true,
    policy: true,
  });
  await page.evaluate(() => {
    location.href = "https://example.com/";
  });
  await page.waitForTimeout(300);
  expect(page.url()).toBe("app://uploader/");
  for (const path of ["../main/index.js", "%2e%2e/main/index.js", "..%2fmain%2findex.js", "package.json"]) {
    const status = await page.evaluate(async (each) => (await fetch(`app://uploader/${each}`)).status, path);
    expect(status, path).toBe(404);
  }
});

test("opens no dialog and prints nothing", async () => {
  const ignored: string[] = [];
  app.page.on("console", (message) => ignored.push(message.text()));
  const answers = await app.page.evaluate(() => [window.print(), window.confirm("x")]);
  expect(answers).toEqual([undefined, false]);
  await expect.poll(() => ignored.filter((text) => /sandboxed/.test(text)).length).toBe(2);
});

test("uses Electron's secure web preferences", async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity };
  });
  expect(preferences).toMatchObject({ contextIsolation: true, nodeIntegration: false, webSecurity: true });
  expect(preferences.sandbox).toBe(true);
});

test("comes back when the page leads itself to a blank document", async () => {
  await app.page.evaluate(() => {
    location.href = "about:blank";
  });
  await expect(app.page.getByRole("navigation", { name: "Main" })).toBeVisible();
  expect(await app.page.evaluate(() => location.origin)).toBe("app://uploader");
});

test("reaches no network by the content security policy alone, as far as a policy sees requests", async () => {
  const listener = await listen();
  await takeLayersAway(app, ["guard", "proxy", "WebRTC policy"]);
  expect(await countReached(app, listener, requestProbes)).toBe(0);
  listener.close();
});
