import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeVideo, type SpawnedSandbox, spawnSandbox } from "../sandbox/testing.ts";
import { dropFiles } from "../scripts/window/drop-files.ts";
import { type App, connect, newFolder, openApp, pointedAt, removeFolder } from "./support/app.ts";

let sandbox: SpawnedSandbox;
let data: string;
let files: string;
let app: App;

test.beforeAll(async () => {
  sandbox = await spawnSandbox({ args: ["--processing", "0"] });
  data = await newFolder("data");
  files = await newFolder("others");
  await makeVideo(join(files, "Diary.mp4"), { seed: 5100 });
  await makeVideo(join(files, "Chosen.mp4"), { seed: 5101 });
  app = await openApp({ data, env: pointedAt(sandbox) });
  await connect(app.page, sandbox.clientId, sandbox.clientSecret);
  await expect(app.page.getByText("@kaixiang.lab").first()).toBeVisible();
});
test.afterAll(async () => {
  await app.quit();
  await sandbox.stop();
  await removeFolder(data);
  await removeFolder(files);
});

/** What a compromised page passes to `addFiles` so that main opens `path`, by the name of the attempt. */
const attempts: Record<string, (path: string) => unknown> = {
  "an object with a map of its own": (path) => ({ map: () => [{ name: "Diary.mp4", path }] }),
  "an object with a map that keeps its callback": (path) => ({
    map: (toOffer: (file: unknown) => unknown) => [toOffer(new File([], "a.mp4")), { name: "Diary.mp4", path }],
  }),
  "an array-like object": (path) => ({ length: 1, 0: { name: "Diary.mp4", path } }),
  "an array with a map of its own": (path) =>
    Object.assign([new File([], "a.mp4")], { map: () => [{ name: "Diary.mp4", path }] }),
  "an iterable": (path) => ({
    length: 1,
    *[Symbol.iterator]() {
      yield { name: "Diary.mp4", path };
    },
  }),
  "a list of plain objects": (path) => [{ name: "Diary.mp4", path }],
  "a list of texts": (path) => [path],
  "a text": (path) => path,
  "a file with a path of its own": (path) => [
    Object.defineProperty(new File(["x"], "Diary.mp4"), "path", { value: path }),
  ],
  "a file whose name is read once more": (path) => {
    let reads = 0;
    const name = () => (++reads === 1 ? "Diary.mp4" : path);
    return [Object.defineProperty(new File(["x"], "a.mp4"), "name", { get: name })];
  },
  "a subclass of File": (path) => [
    new (class extends File {
      path = path;
      override get name() {
        return path;
      }
    })(["x"], "Diary.mp4"),
  ],
  "an object with the prototype of File": (path) => [
    Object.create(File.prototype, { path: { value: path }, name: { value: "Diary.mp4" } }),
  ],
  "a proxy of a file": (path) => [
    new Proxy(new File(["x"], "Diary.mp4"), { get: (file, key) => (key === "path" ? path : Reflect.get(file, key)) }),
  ],
  "a proxy of a list": (path) =>
    new Proxy([], { get: (_list, key) => (key === "length" ? 1 : { name: "Diary.mp4", path }) }),
  "a blob": (path) => [Object.assign(new Blob(["x"]), { name: "Diary.mp4", path })],
  "a list of lists": (path) => [[{ name: "Diary.mp4", path }]],
  "a function": (path) => Object.assign(() => [path], { map: () => [{ name: "Diary.mp4", path }] }),
  "primordials replaced in the page": (path) => {
    const forged = () => [{ name: "Diary.mp4", path }];
    Array.prototype.map = forged as never;
    Array.isArray = (() => true) as never;
    Object.defineProperty(Object.prototype, "path", { value: path, configurable: true });
    return { map: forged, length: 1, 0: {} };
  },
};

/** Makes one attempt in the page; the text of the answer, or of the refusal of the bridge. */
function attempt(make: (path: string) => unknown, path: string): Promise<string> {
  const script = `(async () => {
    const { map } = Array.prototype, { isArray } = Array;
    try { return await window.biggo.addFiles((${make})(${JSON.stringify(path)})); }
    catch (error) { return "thrown: " + error.message; }
    finally { Array.prototype.map = map; Array.isArray = isArray; delete Object.prototype.path; }
  })()`;
  return app.page.evaluate(script) as Promise<string>;
}

/** An item of a review that main could open. */
const opened = /"kind":"(accepted|duplicate)"/;

for (const [name, make] of Object.entries(attempts)) {
  test(`a compromised page names no path: ${name}`, async () => {
    const text = await attempt(make, join(files, "Diary.mp4"));
    expect(text).not.toMatch(opened);
    expect(text).toMatch(/^thrown: |"ok":false|"file-without-path"/);
  });
}

/** Calls a handler of the bridge in main as if our own page had sent the message. */
function sendAsPage(channel: string, ...sent: unknown[]): Promise<unknown> {
  return app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }, { channel, sent }) => {
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      type Handler = (event: object, ...sent: unknown[]) => unknown;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      return await handlers.get(channel)?.({ sender, senderFrame: sender?.mainFrame }, ...sent);
    },
    { channel, sent },
  );
}

test("main takes paths from the preload only", async () => {
  const offered = [{ name: "Diary.mp4", path: join(files, "Diary.mp4") }];
  for (const proof of [undefined, null, "", "a".repeat(43), 0, [], {}]) {
    const answer = JSON.parse((await sendAsPage("bridge:add-paths", proof, offered)) as string);
    expect(answer).toMatchObject({ ok: false, error: { code: "not-allowed" } });
  }
  expect(await sendAsPage("bridge:proof")).toBeNull();
});

test("files that the user drops are offered, also after the page was loaded again", async () => {
  const chosen = app.page.getByRole("dialog").getByText("Chosen.mp4");
  await dropFiles(app.page, [join(files, "Chosen.mp4")]);
  await expect(chosen).toBeVisible();
  await app.page.reload();
  await expect(chosen).toBeVisible();
  await app.page.getByRole("button", { name: "Cancel" }).click();
  await expect(chosen).toBeHidden();
  await dropFiles(app.page, [join(files, "Chosen.mp4")]);
  await expect(chosen).toBeVisible();
  await app.page.getByRole("button", { name: "Cancel" }).click();
});
