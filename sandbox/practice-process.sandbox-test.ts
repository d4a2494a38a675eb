import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  msUntilEnded,
  type PracticeMessage,
  secrets,
  send,
  startPractice,
  stopPractice,
} from "./practice-process.test-harness.ts";

const sampleVideo = join(import.meta.dirname, "../assets/sample.mp4");
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "biggo-practice-"));
});

afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

const optionsFor = (folder: string, transport: "socket" | "port") => ({
  ...{ dir: folder, transport, ...secrets, processingMs: 0, videos: 4, sampleVideo },
});

describe("practice process", () => {
  it("serves on a socket of this user's own, removes it on close, and exits", async () => {
    const { child, message } = await startPractice(optionsFor(dir, "socket"));
    expect(message).toMatchObject({ type: "serving", url: "http://localhost" });
    const socketPath = message.socketPath ?? "";
    expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o700);
    expect(statSync(socketPath).mode & 0o077).toBe(0);
    expect(statSync(join(dir, "sandbox.sqlite")).mode & 0o077).toBe(0);
    expect(await stopPractice(child)).toEqual([0, null]);
    expect(() => statSync(socketPath)).toThrow("ENOENT");
  });

  it("takes a private folder elsewhere when the address would be too long", async () => {
    const { child, message } = await startPractice(optionsFor(join(dir, "x".repeat(120)), "socket"));
    const socketPath = message.socketPath ?? "";
    expect(socketPath.startsWith(tmpdir())).toBe(true);
    expect(statSync(dirname(socketPath)).mode & 0o777).toBe(0o700);
    await stopPractice(child);
    expect(() => statSync(dirname(socketPath))).toThrow("ENOENT");
  });

  it.runIf(process.platform === "linux")("keeps its secrets out of what other users see", async () => {
    const { child } = await startPractice(optionsFor(dir, "socket"));
    const command = readFileSync(`/proc/${child.pid}/cmdline`, "utf8");
    for (const secret of [secrets.accessKey, secrets.clientSecret, dir]) expect(command).not.toContain(secret);
    await stopPractice(child);
  });

  it.runIf(process.getuid?.() === 0)("is not reached by another user, in spite of an open data folder", async () => {
    const { child, message } = await startPractice(optionsFor(dir, "socket"));
    chmodSync(dir, 0o755);
    const attempt = `const s = require("net").connect(${JSON.stringify(message.socketPath)});
      s.on("connect", () => { console.log("connected"); s.destroy(); }).on("error", (e) => console.log(e.code));`;
    const asNobody = { uid: 65_534, gid: 65_534, cwd: "/", encoding: "utf8" } as const;
    expect(execFileSync("/usr/bin/env", ["node", "-e", attempt], asNobody)).toBe("EACCES\n");
    await stopPractice(child);
  });

  it("reports why it cannot serve", async () => {
    const { child, message } = await startPractice({ dir });
    expect(message).toMatchObject({ type: "failed", message: expect.stringContaining("clientId") });
    expect((await once(child, "exit"))[0]).toBe(1);
  });
});

describe.each(["socket", "port"] as const)("the practice server trusts no other program (%s)", (transport) => {
  let folder: string;
  let child: ChildProcess;
  let server: PracticeMessage;
  let token: string;
  const key = { "x-access-key": secrets.accessKey };
  const basic = `Basic ${btoa(`${secrets.clientId}:${secrets.clientSecret}`)}`;
  const grant = { method: "POST", path: "/auth/v1/token?grant_type=client_credentials" };
  /** One target for each route, all of which answer with something when asked by the app. */
  const targets = [
    grant,
    { method: "POST", path: "/api/v1/video_auth/self" },
    { method: "GET", path: "/api/v1/user/self/video/?p=1" },
    { method: "GET", path: "/api/v1/video/seed00001" },
    { method: "DELETE", path: "/api/v1/video/seed00002" },
    { method: "POST", path: "/api/v1/video/" },
    { method: "GET", path: "/api/v1/spa/search/Sony/product" },
    { method: "POST", path: "/api/v1/spa/product/history" },
    { method: "POST", path: "/api/v1/spa/imagesearch/image" },
    { method: "POST", path: "/api/v1/search/similar_image" },
    { method: "GET", path: "/api/store.php?method=domain_lookup&domain=a" },
    { method: "GET", path: "/api/eclist.php" },
    { method: "GET", path: "/media/videos/seed00001.mp4" },
    { method: "HEAD", path: "/media/videos/seed00001.mp4" },
    { method: "GET", path: "/media/covers/seed00001/0" },
    { method: "GET", path: "/media/profiles/sandbox-neighbour" },
    { method: "GET", path: "/media/images/0123456789abcdef0123456789abcdef" },
    { method: "OPTIONS", path: "/api/v1/video/seed00001" },
    { method: "GET", path: "/nothing-here" },
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "biggo-practice-"));
    ({ child, message: server } = await startPractice(optionsFor(folder, transport)));
    const response = await send(server, { ...grant, headers: { ...key, authorization: basic } });
    token = JSON.parse(response.text).access_token;
  });
  afterAll(async () => {
    await stopPractice(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const own = () => ({ ...key, authorization: `Bearer ${token}` });
  const intruders: [string, () => Record<string, string>][] = [
    ["another user of the computer, without the key", () => ({ authorization: `Bearer ${token}` })],
    ["a wrong key", () => ({ ...own(), "x-access-key": `${secrets.accessKey}x` })],
    ["an empty key", () => ({ ...own(), "x-access-key": "" })],
    ["a foreign page (Origin)", () => ({ ...own(), origin: "https://evil.example" })],
    ["a page of no origin", () => ({ ...own(), origin: "null" })],
    ["a picture or script in a foreign page (Sec-Fetch-Site)", () => ({ ...own(), "sec-fetch-site": "cross-site" })],
    ["a page with DNS rebinding (Host)", () => ({ ...own(), host: "evil.example" })],
    ["another port's name (Host)", () => ({ ...own(), host: "localhost:1" })],
  ];

  it.each(intruders)("gives %s nothing on any route", async (_name, headers) => {
    for (const target of targets) {
      const given = target.path.startsWith("/auth/") ? { ...headers(), authorization: basic } : headers();
      const response = await send(server, { ...target, headers: given });
      expect([target.path, response.status, response.text]).toEqual([target.path, 403, ""]);
      expect(response.headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  it("has no control routes under any spelling, also with the key", async () => {
    const spellings = ["/_control/state", "/%5fcontrol/state", "//_control/state", "/api/../_control/state"];
    const more = ["/api/%2e%2e/_control/state", "/_control%2fstate", "/_CONTROL/state", "/./_control/./state"];
    for (const path of [...spellings, ...more]) {
      expect([path, (await send(server, { path, headers: own() })).status]).toEqual([path, 404]);
    }
  });

  it("asks for a token beside the key where BigGo does", async () => {
    for (const path of ["/api/v1/user/self/video/", "/api/v1/user/self//video/", "/api/./v1/video/seed00001"]) {
      expect((await send(server, { path, headers: key })).status).toBe(401);
      expect((await send(server, { path, headers: own() })).status).toBe(200);
    }
    expect((await send(server, { ...grant, headers: { ...key, authorization: "Basic eDp5" } })).status).toBe(401);
  });

  it("bounds what a request may bring: bodies, pictures and headers", async () => {
    const json = { ...own(), "content-type": "application/json" };
    const edit = { method: "PATCH", path: "/api/v1/video/seed00001" };
    expect((await send(server, { ...edit, headers: json, body: `{"title":"${"x".repeat(300_000)}"}` })).status).toBe(
      413,
    );
    const picture = (bytes: number) => {
      const head = '--b\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\n';
      const body = Buffer.concat([Buffer.from(head), Buffer.alloc(bytes), Buffer.from("\r\n--b--\r\n")]);
      const headers = { ...own(), "content-type": "multipart/form-data; boundary=b" };
      return send(server, { method: "POST", path: "/api/v1/spa/imagesearch/image", headers, body });
    };
    expect((await picture(21 * 1024 * 1024)).status).toBe(413);
    expect((await readdir(join(folder, "incoming"))).length).toBe(0);
    const many = Array.from({ length: 105 }, (_, at) => picture(at + 1));
    for (const response of await Promise.all(many)) expect(response.status).toBe(200);
    expect((await readdir(join(folder, "images"))).length).toBeLessThanOrEqual(100);
    expect((await send(server, { path: "/", headers: { ...own(), x: "x".repeat(17_000) } })).status).toBe(431);
  }, 30_000);

  it.runIf(transport === "port")("ends a connection whose headers do not arrive", async () => {
    expect(await msUntilEnded(server, "GET / HTTP/1.1\r\nHost: a\r\n")).toBeLessThan(14_000);
  });
});
