import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from "@electron/fuses";
import { expect, test } from "@playwright/test";
import { attackPackage } from "../scripts/attack/attack-package.ts";
import { sandboxFlags } from "../scripts/machine/chromium-sandbox.ts";
import { packUnpacked, testPackageApp } from "../scripts/packaging/test-package.ts";
import { root } from "../scripts/run/paths.ts";
import { launchElectron } from "../scripts/window/launch-electron.ts";

test.skip(process.platform !== "linux", "packages are built and started on Linux only");
test.describe.configure({ mode: "serial" });

const executable = join(testPackageApp, "biggo-uploader");
const { ENABLE: on, DISABLE: off } = FuseState;
const fuses: ReadonlyArray<readonly [fuse: FuseV1Options, state: FuseState]> = [
  [FuseV1Options.RunAsNode, off],
  [FuseV1Options.EnableCookieEncryption, on],
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable, off],
  [FuseV1Options.EnableNodeCliInspectArguments, off],
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, on],
  [FuseV1Options.OnlyLoadAppFromAsar, on],
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, off],
  [FuseV1Options.GrantFileProtocolExtraPrivileges, off],
];

let data: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const electron = process.env.BIGGO_UPLOADER_ELECTRON;
  if (!electron) throw new Error("BIGGO_UPLOADER_ELECTRON names no Electron; start the tests with npm run e2e.");
  await packUnpacked(electron);
});

test.beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "packaged-"));
});

// Helper processes of the killed app may still write for a moment.
const patiently = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 } as const;

test.afterEach(() => rmSync(data, patiently));

function visibleWindows(app: ChildProcess): string[] {
  const wanted = ["search", "--all", "--onlyvisible", "--pid", `${app.pid}`, "--name", "BigGo Uploader"];
  return spawnSync("xdotool", wanted, { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
}

async function endOf(app: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill("SIGKILL");
  await ended;
}

test("flips the fuses of the packaged executable", async () => {
  const wire = await getCurrentFuseWire(executable);
  const states = fuses.map(([fuse]) => [FuseV1Options[fuse], FuseState[wire[fuse] ?? 0]]);
  expect(states).toEqual(fuses.map(([fuse, state]) => [FuseV1Options[fuse], FuseState[state]]));
});

test("carries the licences of all that it contains, and a bill of materials", async () => {
  const resources = join(testPackageApp, "resources");
  const notices = await readFile(join(resources, "third-party-licenses.txt"), "utf8");
  const bill = JSON.parse(await readFile(join(resources, "sbom.cdx.json"), "utf8")) as {
    components: { name: string; version: string; licenses?: object[] }[];
  };
  const names = bill.components.map(({ name }) => name);
  // The archive's, the page's, a style sheet's and a font's.
  const some = ["electron", "wasm-vips", "undici", "react-dom", "tailwindcss", "@fontsource-variable/inter"];
  expect(names).toEqual(expect.arrayContaining(some));
  for (const { name, version, licenses } of bill.components) {
    expect(licenses, `${name} ${version}`).toHaveLength(1);
    if (name !== "electron") expect(notices).toContain(`${name} ${version}\n\nLicense: `);
  }
  expect(notices).toContain("SIL OPEN FONT LICENSE");
});

test("opens the window of the packaged app", async () => {
  const app = spawn(executable, [...sandboxFlags(), `--user-data-dir=${data}`], { stdio: "ignore" });
  try {
    await expect.poll(() => visibleWindows(app), { timeout: 30_000 }).toHaveLength(1);
    const [window = ""] = visibleWindows(app);
    const geometry = execFileSync("xdotool", ["getwindowgeometry", "--shell", window], { encoding: "utf8" });
    expect(Number(/WIDTH=(\d+)/.exec(geometry)?.[1])).toBeGreaterThanOrEqual(800);
  } finally {
    await endOf(app);
  }
});

test("an attack on this layer is held off: package", async () => {
  const { violations } = await attackPackage({ executable, folder: data, env: process.env });
  expect(violations).toEqual([]);
});

test("reads, uploads and draws a film in the packaged app", async () => {
  // One fuse of the real executable keeps Playwright out, so this is a copy that differs only in that fuse.
  const copy = join(data, "app");
  execFileSync("cp", ["-rs", testPackageApp, copy]);
  const inspectable = join(copy, "biggo-uploader");
  rmSync(inspectable);
  copyFileSync(executable, inspectable);
  await flipFuses(inspectable, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  const app = await launchElectron(
    { executablePath: inspectable, args: [`--user-data-dir=${join(data, "profile")}`] },
    { packaged: true },
  );
  try {
    const page = await app.firstWindow();
    // All of its processes: the practice server, the reader of containers, and the decoder of pictures.
    await page.getByRole("button", { name: "Try it without an account" }).click();
    await page.getByRole("button", { name: "Use the sample video" }).click();
    await page.getByRole("button", { name: "Publish 1 video" }).click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Library" }).click();
    const cover = page.getByRole("grid", { name: "Videos" }).locator("img").first();
    const width = () => cover.evaluate((image: HTMLImageElement) => image.naturalWidth, undefined, { timeout: 1000 });
    await expect.poll(() => width().catch(() => 0), { timeout: 40_000 }).toBeGreaterThan(0);
  } finally {
    await app.close();
  }
});

test("runs the packaged app as an ordinary user with Chromium's sandbox on", async () => {
  test.skip(process.getuid?.() !== 0, "only root can switch to another user; others already run as an ordinary one");
  const uid = 65534;
  const folder = mkdtempSync(join(tmpdir(), "ordinary-"));
  try {
    const copy = join(folder, "app");
    execFileSync("cp", ["-r", testPackageApp, copy]);
    const inspectable = join(copy, "biggo-uploader");
    await flipFuses(inspectable, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
    // Playwright starts one executable: this script switches to the ordinary user and drops Playwright's --no-sandbox.
    const launcher = join(folder, "launch");
    const become = `exec setpriv --reuid=${uid} --regid=${uid} --clear-groups --no-new-privs`;
    const drop = 'for a; do shift; [ "$a" = --no-sandbox ] || set -- "$@" "$a"; done';
    writeFileSync(launcher, `#!/bin/sh\n${drop}\n${become} '${inspectable}' "$@"\n`, { mode: 0o755 });
    const home = join(folder, "home");
    mkdirSync(home);
    execFileSync("chown", ["-R", `${uid}:${uid}`, folder]);
    const locked = join(home, "locked.mp4");
    copyFileSync(join(root, "assets", "sample.mp4"), locked);
    chmodSync(locked, 0o000);
    const env = { ...(process.env as Record<string, string>), HOME: home, XDG_RUNTIME_DIR: home };
    const app = await launchElectron(
      {
        executablePath: launcher,
        args: [`--user-data-dir=${join(home, "data")}`, locked],
        chromiumSandbox: true,
        env,
      },
      { packaged: true },
    );
    try {
      const page = await app.firstWindow();
      expect(await app.evaluate(() => process.getuid?.())).toBe(uid);
      expect(await app.evaluate(({ app: main }) => main.commandLine.hasSwitch("no-sandbox"))).toBe(false);
      await page.getByRole("button", { name: "Try it without an account" }).click();
      const sheet = page.getByRole("dialog", { name: "Review videos" });
      // Twice, when the app had to be launched again.
      await expect(sheet.getByText("The file can’t be read.").first()).toBeVisible({ timeout: 20_000 });
    } finally {
      await app.close();
    }
  } finally {
    rmSync(folder, patiently);
  }
});
