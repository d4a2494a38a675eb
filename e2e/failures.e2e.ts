import { createHash } from "node:crypto";
import { open, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { channels } from "../shared/ipc/channels.ts";
import {
  type App,
  connect,
  goTo,
  newFolder,
  openApp,
  pointedAt,
  queueRow,
  removeFolder,
  startAgain,
  truthOf,
} from "./support/app.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;

test.beforeEach(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  data = await newFolder("data");
  files = await newFolder("files");
});
test.afterEach(async () => {
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});

/** The first-run card's message after Connect. */
async function refusalOf({ page }: App, secret = sandbox.clientSecret): Promise<string> {
  await connect(page, sandbox.clientId, secret);
  const alert = page.getByRole("alert").filter({ hasText: /\S/ });
  await expect(alert).toBeVisible();
  return await alert.innerText();
}

/** Notes from now on by which channels main sends to the page. */
const recordChannels = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow, app }) => {
    const used = new Set<string>();
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error("there is no window");
    const send = contents.send.bind(contents);
    contents.send = (channel: string, ...values: unknown[]) => {
      used.add(channel);
      send(channel, ...values);
    };
    Object.assign(app, { channelsOfThisTest: used });
  });

const channelsUsed = ({ electron }: App) =>
  electron.evaluate(({ app }) => [...(app as unknown as { channelsOfThisTest: Set<string> }).channelsOfThisTest]);

test("shows a distinct message for each reason why connecting fails, and recovers on retry", async () => {
  const app = await openApp({ data, env: pointedAt(sandbox) });
  const refusals: Record<string, string> = {};
  refusals["wrong secret"] = await refusalOf(app, "not the secret");
  await sandbox.control("POST", "account", { revoked: true });
  refusals["revoked key"] = await refusalOf(app);
  await sandbox.control("POST", "account", { revoked: false, permission: false });
  refusals["no permission"] = await refusalOf(app);
  await sandbox.control("POST", "account", { permission: true });
  await sandbox.kill();
  refusals["no network"] = await refusalOf(app);
  await app.page.screenshot({ path: "out/test-results/failures-connect.png" });
  await sandbox.restart();
  await sandbox.control("POST", "faults", { kind: "html", times: 0 });
  refusals["not BigGo"] = await refusalOf(app);
  await sandbox.control("DELETE", "faults");

  expect(refusals["wrong secret"]).toContain("This key isn’t valid.");
  expect(refusals["revoked key"]).toContain("This key was revoked.");
  expect(refusals["no permission"]).toContain("This key isn’t allowed to upload videos.");
  expect(refusals["no network"]).toContain("Can’t reach BigGo.");
  expect(refusals["not BigGo"]).toContain("The response didn’t come from BigGo.");
  expect(new Set(Object.values(refusals)).size).toBe(5);

  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  await app.quit();
});

test("a gateway's 403 HTML page at sign-in or to an upload is no refusal of key or file", async () => {
  const app = await openApp({ data, env: pointedAt(sandbox) });
  const { page } = app;
  const gateway = { kind: "status", status: 403, body: "<h1>Request blocked</h1>" };
  await sandbox.control("POST", "faults", { ...gateway, match: { path: "video_auth/self" } });
  expect(await refusalOf(app)).toContain("The response didn’t come from BigGo.");
  await connect(page, sandbox.clientId, sandbox.clientSecret);
  await expect(page.getByText("@kaixiang.lab").first()).toBeVisible();

  const upload = { ...gateway, match: { method: "POST", path: "^/api/v1/video/$" } };
  await sandbox.control("POST", "faults", { ...upload, committed: true });
  await makeVideo(join(files, "Gateway.mp4"), { seed: 8202 });
  await dropFiles(page, [join(files, "Gateway.mp4")]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(page, "Queue");
  const row = queueRow(page, "Gateway");
  await expect(row).toContainText("Checking whether it arrived");
  await expect(row).toContainText(/if the video isn’t on BigGo, all .* are sent again/);
  await expect(row).toContainText("Complete", { timeout: 60_000 });
  expect((await truthOf(sandbox)).videos).toMatchObject([{ file_name: "Gateway.mp4", title: "Gateway" }]);
  expect((await truthOf(sandbox)).counts.uploadsCommitted).toBe(1);

  // A refusal after a whole body does not stand against its video.
  await sandbox.control("POST", "faults", { ...upload, status: 413, committed: true });
  await makeVideo(join(files, "Refused.mp4"), { seed: 8203 });
  await dropFiles(page, [join(files, "Refused.mp4")]);
  await page.getByRole("button", { name: "Publish 1 video" }).click();
  const refused = queueRow(page, "Refused");
  await expect(refused).toContainText("larger than BigGo allows");
  await goTo(page, "Library");
  await page.getByRole("button", { name: "Sync now" }).click();
  await goTo(page, "Queue");
  await expect(refused).toContainText("Complete", { timeout: 40_000 });
  await app.quit();
});

test("names a proxy that answers 407 and one of SOCKS4, and uses DIRECT after a dead one", async () => {
  const proxy = createServer((_request, response) => response.writeHead(407, { "proxy-authenticate": "Basic" }).end());
  // How SOCKS4 refuses whatever is not of its version.
  const socks4 = createNetServer((socket) => {
    socket.on("error", () => {}).once("data", () => socket.end(Buffer.from([0, 0x5b, 0, 0, 0, 0, 0, 0])));
  });
  const ports: number[] = [];
  for (const server of [proxy, socks4]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  const app = await openApp({ data, env: pointedAt(sandbox) });
  // By themselves, this computer's own addresses go through no proxy.
  const goThrough = (proxyRules: string) =>
    app.electron.evaluate(
      ({ session }, rules) =>
        session.fromPartition("proxies").setProxy({ proxyRules: rules, proxyBypassRules: "<-loopback>" }),
      proxyRules,
    );
  const refusals: [string, string][] = [
    [`http://127.0.0.1:${ports[0]}`, "Your network’s proxy requires a sign-in."],
    [`socks4://127.0.0.1:${ports[1]}`, "Your network’s proxy uses SOCKS4, which isn’t supported."],
    ["http://127.0.0.1:1", "Can’t reach BigGo."],
  ];
  for (const [rules, text] of refusals) {
    await goThrough(rules);
    await connect(app.page, sandbox.clientId, sandbox.clientSecret);
    await expect(app.page.getByRole("alert").filter({ hasText: text }), rules).toBeVisible();
  }
  await goThrough("http://127.0.0.1:1,direct://");
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
  await app.quit();
  proxy.close();
  socks4.close();
});

test("recognises a server that is not BigGo", async () => {
  const other = createServer((_request, response) => response.end("<h1>It works!</h1>"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const app = await openApp({ data, env: { BIGGO_API_URL: `http://127.0.0.1:${port}` } });
  expect(await refusalOf(app)).toContain("The response didn’t come from BigGo.");
  await app.quit();
  other.close();
});

test("shows a distinct message for each unusable file, and uploads the good one", async () => {
  const at = (name: string) => join(files, name);
  await writeFile(at("notes.txt"), "not a video");
  await writeFile(at("disguised.mp4"), "not a video either, whatever its name says");
  await writeFile(at("empty.mp4"), "");
  await symlink(at("unreadable.mp4"), at("unreadable.mp4"));
  await makeVideo(at("vanished.mp4"), { seed: 8200 });
  await makeVideo(at("good.mp4"), { seed: 8201 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  const { page } = app;
  await expect(page.getByRole("button", { name: "Add videos" }).first()).toBeVisible();
  const names = ["notes.txt", "disguised.mp4", "empty.mp4", "unreadable.mp4", "vanished.mp4", "good.mp4"];
  await rm(at("vanished.mp4"));
  await recordChannels(app);
  await dropFiles(page, names.map(at));

  const sheet = page.getByRole("dialog", { name: "Review videos" });
  await expect(sheet.getByText("good.mp4")).toBeVisible();
  await page.screenshot({ path: "out/test-results/failures-files.png", animations: "disabled" });
  const refused = sheet.getByRole("region", { name: "Can’t be added" });
  await expect(refused.getByText("This isn’t a video.")).toHaveCount(2);
  await expect(refused.getByText("The file is empty.")).toBeVisible();
  await expect(refused.getByText("The file can’t be read.")).toBeVisible();
  await expect(refused.getByText("The file is missing.")).toBeVisible();
  await sheet.getByRole("button", { name: "Publish 1 video" }).click();
  await goTo(page, "Queue");
  await expect(queueRow(page, "good").getByText("Complete")).toBeVisible({ timeout: 30_000 });
  expect((await truthOf(sandbox)).videos.map((video) => video.file_name)).toEqual(["good.mp4"]);
  // No line of the log, for example.
  expect(await channelsUsed(app)).toEqual([channels.topic]);
  await app.quit();
});

test("opens queue, library and edits with one damaged row in each table, and says so", async () => {
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const env = { ...pointedAt(sandbox), ...key };
  const names = ["First", "Second"];
  for (const [index, name] of names.entries()) await makeVideo(join(files, `${name}.mp4`), { seed: 8400 + index });
  const first = await openApp({ data, env, args: names.flatMap((name) => ["--add", join(files, `${name}.mp4`)]) });
  await goTo(first.page, "Queue");
  for (const name of names) await expect(queueRow(first.page, name)).toContainText("Complete", { timeout: 40_000 });
  await goTo(first.page, "Library");
  await expect(first.page.getByRole("gridcell")).toHaveCount(2);
  await first.quit();

  const [account = ""] = await readdir(join(data, "accounts"));
  const database = new DatabaseSync(join(data, "accounts", account, "uploader.sqlite"));
  for (const [table, column] of [
    ["upload", "state"],
    ["video", "video"],
  ]) {
    database.exec(`UPDATE ${table} SET ${column} = '{' WHERE rowid = (SELECT min(rowid) FROM ${table})`);
  }
  database.close();
  const app = await openApp({ data, env });
  const { page } = app;
  // BigGo still has the video.
  await expect(page.getByRole("gridcell")).toHaveCount(2);
  await goTo(page, "Queue");
  await expect(page.getByText(/upload in the database couldn’t be read and isn’t shown/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Uploads" }).getByRole("row", { name: /Complete$/ })).toHaveCount(1);
  await page
    .getByRole("table", { name: "Uploads" })
    .getByRole("button", { name: /^(First|Second)/ })
    .click();
  await page.getByRole("textbox", { name: "Description" }).fill("Edited beside a damaged row");
  const described = async () => (await truthOf(sandbox)).videos.map(({ description }) => description);
  await expect.poll(described).toContain("Edited beside a damaged row");
  await app.quit();
});

test("names a file that is written over in place while it is sent, with size and time kept", async () => {
  const path = join(files, "Render.mp4");
  await makeVideo(path, { seed: 8302, sizeBytes: 20_000_000 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key }, args: ["--add", path] });
  await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 4_000_000 });
  await goTo(app.page, "Queue");
  const row = queueRow(app.page, "Render");
  await expect(row.getByText("Uploading")).toBeVisible();
  await expect
    .poll(async () => Number(await row.getByRole("progressbar").getAttribute("aria-valuenow")))
    .toBeGreaterThan(30);
  // As `rsync --inplace -t` does.
  const { atime, mtime } = await stat(path);
  const handle = await open(path, "r+");
  for (const position of [20_000, 19_000_000]) await handle.write(Buffer.alloc(50_000, 7), 0, 50_000, position);
  await handle.close();
  await utimes(path, atime, mtime);
  await expect(row).toContainText("File changed", { timeout: 30_000 });
  expect((await truthOf(sandbox)).videos).toEqual([]);
  await row.getByRole("button", { name: "Use new file" }).click();
  await expect(row).toContainText("Complete", { timeout: 30_000 });
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  expect((await truthOf(sandbox)).videos).toMatchObject([{ sha256 }]);
  await app.quit();
});

test("waits for a file that disappears from the queue, and says how to continue", async () => {
  const path = join(files, "Later.mp4");
  await makeVideo(path, { seed: 8300, sizeBytes: 12_000_000 });
  const key = { BIGGO_CLIENT_ID: sandbox.clientId, BIGGO_CLIENT_SECRET: sandbox.clientSecret };
  const app = await openApp({ data, env: { ...pointedAt(sandbox), ...key } });
  await goTo(app.page, "Queue");
  await sandbox.control("POST", "faults", { kind: "slow-read", bytesPerSecond: 4_000_000 });
  await startAgain({ data, env: { ...pointedAt(sandbox), ...key }, args: ["--add", path] });
  await expect(queueRow(app.page, "Later").getByText("Uploading")).toBeVisible();
  await rm(path);
  const row = queueRow(app.page, "Later");
  await expect(row.getByText("File missing")).toBeVisible({ timeout: 30_000 });
  const queue = app.page.getByRole("navigation", { name: "Main" }).getByRole("button", { name: "Queue" });
  await expect(queue).toHaveAttribute("aria-description", "Needs you: 1");
  await app.page.screenshot({ path: "out/test-results/failures-missing.png" });
  expect((await truthOf(sandbox)).videos).toEqual([]);
  await makeVideo(path, { seed: 8301, sizeBytes: 12_000_000 });
  await expect(row.getByText("File changed")).toBeVisible();
  await row.getByRole("button", { name: "Use new file" }).click();
  await expect(row.getByText("Complete")).toBeVisible({ timeout: 30_000 });
  await app.quit();
});
