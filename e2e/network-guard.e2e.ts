import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { type Listener, listen, requestProbes, socketProbes } from "../scripts/attack/network-probes.ts";
import { type App, newFolder, openApp, removeFolder } from "./support/app.ts";
import { countReached, findReaching, type Layer, takeLayersAway } from "./support/network-layers.ts";

let data: string;
let app: App;
let listener: Listener;

test.beforeAll(async () => {
  listener = await listen();
  data = await newFolder("data");
  app = await openApp({ data });
  const session = await app.page.context().newCDPSession(app.page);
  await session.send("Page.setBypassCSP", { enabled: true });
});
test.beforeEach(async () => {
  await app.page.reload();
  await expect(app.page.getByLabel("Client ID")).toBeVisible();
});
test.afterAll(async () => {
  await app.electron.close();
  listener.close();
  await removeFolder(data);
});

const reachedTogether = (probes: Record<string, string>) => countReached(app, listener, probes);
const takeAway = (...layers: Layer[]) => takeLayersAway(app, layers);

const probes = { ...requestProbes, ...socketProbes };

test("reaches no network without a content security policy", async () => {
  const evaluated = await app.page.evaluate("new Function('return 1')()").catch(() => "refused");
  expect(evaluated, "the policy is off").toBe(1);
  expect(await reachedTogether(probes)).toBe(0);
});

test("looks no name up for a link", async () => {
  const log = join(data, "net-log.json");
  await app.electron.evaluate(({ netLog }, path) => netLog.startLogging(path, { captureMode: "everything" }), log);
  await app.page.evaluate(() => {
    for (const rel of ["dns-prefetch", "preconnect", "prerender"]) {
      document.head.append(
        Object.assign(document.createElement("link"), { rel, href: `http://${rel}.lookup.invalid` }),
      );
    }
    const control = { httpEquiv: "x-dns-prefetch-control", content: "on" };
    document.head.append(Object.assign(document.createElement("meta"), control));
    document.body.append(Object.assign(document.createElement("a"), { href: "http://other.lookup.invalid" }));
  });
  await app.page.waitForTimeout(1500);
  await app.electron.evaluate(({ netLog }) => netLog.stopLogging());
  const written = await readFile(log, "utf8");
  // A name that is looked up has a job of the resolver.
  const lookups = written.split("\n").filter((line) => line.includes("lookup.invalid"));
  expect(lookups.filter((line) => line.includes("dns_query_type") || line.includes("HOST_RESOLVER"))).toEqual([]);
});

test("downloads nothing, and has no picker of files", async () => {
  await app.electron.evaluate(({ app: main, session }) => {
    const seen: string[] = [];
    session.defaultSession.on("will-download", (event) => seen.push(event.defaultPrevented ? "prevented" : "begun"));
    Object.assign(main, { downloadsOfThisTest: seen });
  });
  const pickers = await app.page.evaluate(() => {
    const href = URL.createObjectURL(new Blob(["x"]));
    for (const url of [href, "data:application/octet-stream,x", "app://uploader/index.html"]) {
      Object.assign(document.createElement("a"), { href: url, download: "x.bin" }).click();
    }
    return ["showOpenFilePicker", "showSaveFilePicker", "showDirectoryPicker"].filter((name) => name in window);
  });
  expect(pickers).toEqual([]);
  await app.page.waitForTimeout(800);
  const seen = await app.electron.evaluate(
    ({ app: main }) => (main as unknown as { downloadsOfThisTest: string[] }).downloadsOfThisTest,
  );
  expect(seen).not.toContain("begun");
});

test("lets nothing but selected text be dragged out of the window", async () => {
  await app.page.evaluate(() => {
    const box = Object.assign(document.createElement("div"), { id: "bait", draggable: true });
    box.style.cssText = "position:fixed;left:0;top:0;width:120px;height:120px;z-index:9999";
    // Both are what a page hands to other programs: a download, and a text.
    box.addEventListener("dragstart", ({ dataTransfer }) => {
      dataTransfer?.setData("DownloadURL", "text/plain:a.txt:data:text/plain,secret");
      dataTransfer?.setData("text/plain", "secret");
    });
    for (const type of ["drag", "dragend"]) {
      window.addEventListener(type, () => document.body.setAttribute("data-dragged", type), { capture: true });
    }
    document.body.append(box);
  });
  await app.page.mouse.move(40, 40);
  await app.page.mouse.down();
  await app.page.mouse.move(400, 300, { steps: 20 });
  await app.page.mouse.up();
  await delay(300);
  expect(await app.page.locator("body").getAttribute("data-dragged")).toBeNull();
});

test("reaches no network by the guard alone, as far as a guard sees requests", async () => {
  await takeAway("proxy");
  expect(await reachedTogether(requestProbes)).toBe(0);
});

test("reaches no network by the unreachable proxy and the WebRTC policy alone", async () => {
  await app.electron.evaluate(({ session }) =>
    session.defaultSession.setProxy({
      mode: "fixed_servers",
      proxyRules: "http://127.0.0.1:0",
      proxyBypassRules: "<-loopback>",
    }),
  );
  await takeAway("guard");
  expect(await reachedTogether(probes)).toBe(0);
});

test("would reach it without any layer: the probes are real", async () => {
  await takeAway("guard", "proxy", "WebRTC policy");
  const reached = await findReaching(app, listener, probes);
  const known = ["fetch", "WebSocket", "EventSource", "image", "beacon", "preconnect", "WebTransport"];
  expect(reached).toEqual(expect.arrayContaining([...known, "WebRTC, STUN over UDP", "WebRTC, TURN over TCP"]));
});
