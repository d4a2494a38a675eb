import { spawnSync } from "node:child_process";
import { chmod, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { spawnSandbox } from "../sandbox/testing.ts";
import { type App, connect, goTo, newFolder, openApp, pointedAt, removeFolder } from "./support/app.ts";
import { makeCertificates, openTlsFront, trustOwnAuthority } from "./upload-table/tls-front.ts";

test.skip(process.platform !== "linux", "windows of other processes are counted on Linux only");

/** How many windows the app shows, those of the system's dialogs included. */
function windowsOf({ electron }: App): number {
  const wanted = ["search", "--all", "--onlyvisible", "--pid", `${electron.process().pid}`, "--class", "."];
  return spawnSync("xdotool", wanted, { encoding: "utf8" }).stdout.split("\n").filter(Boolean).length;
}

test("sends no key to a self-signed host with NODE_TLS_REJECT_UNAUTHORIZED=0, and says once that it is ignored", async () => {
  const data = await newFolder("data");
  const sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  const certificates = await makeCertificates(await trustOwnAuthority());
  const front = await openTlsFront(sandbox.url, certificates["self-signed"]);
  const env = { BIGGO_API_URL: front.url, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  try {
    for (const windows of [2, 1]) {
      const app = await openApp({ data, env });
      await connect(app.page, sandbox.clientId, sandbox.clientSecret);
      await expect(app.page.getByRole("alert").filter({ hasText: /\S/ })).toContainText(/secure/i);
      expect(front.requests()).toBe(0);
      await expect.poll(() => windowsOf(app)).toBe(windows);
      await app.page.screenshot({ path: `out/test-results/hostile-environment-${windows}.png` });
      expect(await app.electron.evaluate(() => process.env.NODE_TLS_REJECT_UNAUTHORIZED)).toBeUndefined();
      await app.quit();
    }
    expect(await readFile(join(data, "logs", "main.log"), "utf8")).toContain(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored",
    );
  } finally {
    await front.close();
    await sandbox.stop();
    await removeFolder(data);
  }
});

test("keeps everything in an existing data folder for the user alone", async () => {
  const data = await newFolder("data");
  await chmod(data, 0o755);
  const sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "3"] });
  const env = { ...pointedAt(sandbox), BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  try {
    const app = await openApp({ data, env });
    await goTo(app.page, "Library");
    await expect(app.page.getByRole("gridcell")).toHaveCount(3);
    await goTo(app.page, "Settings");
    await app.quit();
    const names = ["", ...(await readdir(data, { recursive: true }))];
    const open = await Promise.all(
      names.map(async (name) => {
        const mode = await stat(join(data, name)).then(
          (found) => found.mode & 0o077,
          () => 0,
        );
        return mode === 0 ? [] : [`${name} ${mode.toString(8)}`];
      }),
    );
    expect(names).toEqual(expect.arrayContaining(["preferences.json", join("logs", "main.log"), "owner"]));
    // Chromium's own: the first exists in tests only, and the closed folder covers both.
    expect(open.flat().filter((name) => !/^(?:DevToolsActivePort|Crashpad\/client_id) /.test(name))).toEqual([]);
  } finally {
    await sandbox.stop();
    await removeFolder(data);
  }
});
