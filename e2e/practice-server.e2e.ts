import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo } from "../sandbox/testing.ts";
import { familyOf, readProcessFile } from "../scripts/machine/process-family.ts";
import { root } from "../scripts/run/paths.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { type App, goTo, newFolder, openApp, queueRow, removeFolder } from "./support/app.ts";

let data: string;
let files: string;

test.beforeEach(async () => {
  data = await newFolder("data");
  files = await newFolder("files");
});
test.afterEach(async () => {
  await removeFolder(data);
  await removeFolder(files);
});

const imported = /(?:from|import)\s*\(?\s*["'`](\.[^"'`]+)["'`]/g;

/** The built files that an entry loads, itself included. */
function builtFrom(entry: string): string[] {
  const reached = new Set([join(root, "out/main", entry)]);
  for (const file of reached) {
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(imported)) {
      const target = join(file, "..", name);
      if (existsSync(target)) reached.add(target);
    }
  }
  return [...reached];
}

/** What is read of a process; `otherwise` once it has ended. */
function ofProcess<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

const commandOf = (pid: number) => readProcessFile(`/proc/${pid}/cmdline`);

/** Inodes of the sockets that processes have open. */
function socketsOf(pids: readonly number[]): Set<string> {
  const links = pids.flatMap((pid) => {
    const folder = `/proc/${pid}/fd`;
    const names = ofProcess(() => readdirSync(folder), []);
    return names.map((name) => ofProcess(() => readlinkSync(join(folder, name)), ""));
  });
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

const listening = "0A";

/** Ports of this computer on which processes listen. */
function portsOf(pids: readonly number[]): number[] {
  const own = socketsOf(pids);
  const rows = ["tcp", "tcp6"].flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n").slice(1));
  return rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    return state === listening && own.has(inode) ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
  });
}

async function startPractice(app: App): Promise<void> {
  await app.page.getByRole("button", { name: "Try it without an account" }).click();
  await expect(app.page.getByText("Practice mode — nothing leaves this computer")).toBeVisible();
}

/** The first line that a program receives when it asks without the key. */
function askWithoutKey(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write("GET /api/eclist.php HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    socket.once("data", (chunk) => resolve(String(chunk).split("\r\n")[0] ?? ""));
    socket.once("error", reject);
  });
}

test("the built practice server contains no control routes and no faults", () => {
  const shipped = builtFrom("practice.js").map((file) => readFileSync(file, "utf8"));
  expect(shipped.join("\n")).toContain("/auth/v1/token");
  for (const text of shipped) expect(text).not.toMatch(/_control|drop-answer|truncated-json|captive/);
});

test("the practice server trusts no other program: no port, no secret in the process list, films through the socket", async () => {
  const app = await openApp({ data });
  const portsBefore = portsOf(familyOf(app.electron.process().pid ?? 0));
  await startPractice(app);
  const pids = familyOf(app.electron.process().pid ?? 0);
  const commands = pids.map(commandOf);
  expect(commands.some((command) => command.includes("node.mojom.NodeService"))).toBe(true);
  for (const command of commands) expect(command).not.toMatch(/practice-|clientSecret|accessKey/);
  // Playwright's own control of the app listens from the start.
  expect(new Set(portsOf(pids))).toEqual(new Set(portsBefore));

  const folder = join(data, "practice", "server", "run");
  const [name = ""] = readdirSync(folder);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  expect(await askWithoutKey(join(folder, name))).toBe("HTTP/1.1 403 Forbidden");

  const clip = join(files, "clip.mp4");
  await makeVideo(clip, { seed: 6101 });
  await dropFiles(app.page, [clip]);
  await app.page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(app.page, "Queue");
  await expect(queueRow(app.page, "clip")).toContainText("Processing");
  await goTo(app.page, "Library");
  const card = app.page.getByRole("gridcell").first();
  await expect(card).toBeVisible({ timeout: 20_000 });
  await card.click();
  const readyState = () =>
    app.page
      .locator("aside video")
      .first()
      .evaluate((video) => (video as HTMLVideoElement).readyState);
  await expect.poll(readyState).toBeGreaterThanOrEqual(2);
  await app.quit();
  expect(existsSync(folder)).toBe(false);
});
