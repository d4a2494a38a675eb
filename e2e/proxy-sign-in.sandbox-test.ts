import { mkdtemp, rm } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProxySignIns, type ProxySignIns } from "../main/account/proxy-sign-ins.ts";
import { createSecretCipher } from "../main/account/secret-cipher.ts";
import { toErrorValue } from "../main/biggo/app-error.ts";
import { failureOf, prepareClient } from "../main/biggo/client.test-harness.ts";
import { tryProxy } from "../main/biggo/try-proxy.ts";
import { systemClock } from "../main/foundation/clock.ts";
import { classifySendFailure } from "../main/upload/transfer/classify-failure.ts";
import { openSignInProxy, openSocksSignIn } from "./support/sign-in-proxy.ts";
import { makeCertificates, openTlsFront, trustOwnAuthority } from "./upload-table/tls-front.ts";

const fixture = prepareClient();
const ada = { username: "ada", password: "p:ä s" };
let certificate: { key: string; cert: string };
let front: Awaited<ReturnType<typeof openTlsFront>>;
let folder: string;
let signIns: ProxySignIns;
const opened: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  certificate = (await makeCertificates(await trustOwnAuthority())).good;
});
beforeEach(async () => {
  front = await openTlsFront(fixture.sandbox.url, certificate);
  folder = await mkdtemp(join(tmpdir(), "proxy-sign-in-"));
  const keyring = { isEncryptionAvailable: () => false, encryptString: Buffer.from, decryptString: String };
  signIns = createProxySignIns({
    path: join(folder, "proxies.json"),
    cipher: createSecretCipher(keyring, "linux"),
    after: systemClock.after,
    onLate() {},
  });
});
afterEach(async () => {
  for (const proxy of opened.splice(0)) await proxy.close();
  await front.close();
  await rm(folder, { recursive: true });
});

function closing<Proxy extends { close: () => Promise<void> }>(proxy: Proxy): Proxy {
  opened.push(proxy);
  return proxy;
}
const client = (proxy: string, baseUrl: string) =>
  fixture.connect({ baseUrl, resolveProxy: async () => [proxy], proxyAuth: signIns });

const hosts = { "a plain request": () => fixture.sandbox.url, "a tunnel": () => front.url };

describe.each(Object.entries(hosts))("proxy answers 407 to %s", (_name, baseUrl) => {
  it("asks with host, port and realm, and signs in for calls, uploads and media", async () => {
    const proxy = closing(await openSignInProxy());
    const biggo = client(proxy.url, baseUrl());
    const errors = [await failureOf(biggo.videos.listOwn(1)), await failureOf(biggo.upload(await fixture.newUpload()))];
    for (const error of errors) expect(toErrorValue(error)).toMatchObject({ code: "proxy-sign-in", retryable: true });
    expect(signIns.question()).toEqual({ proxy: proxy.url, realm: "Head office", refused: false });
    expect(await tryProxy({ proxy: proxy.url, url: `${baseUrl()}/`, credentials: ada })).toBe(true);
    signIns.set(proxy.url, ada, false);
    const before = proxy.seen.refused.length;
    expect((await biggo.videos.listOwn(1)).total).toBeGreaterThan(0);
    expect(await biggo.upload(await fixture.newUpload())).not.toBe("");
    const media = await biggo.openMedia(`${baseUrl()}/nothing.jpg`, {
      range: null,
      signal: new AbortController().signal,
    });
    expect(media.statusCode).toBe(404);
    await media.body.dump();
    expect(proxy.seen.refused.length).toBe(before);
  });

  it("does not repeat a refused password, and keeps it out of the error", async () => {
    const proxy = closing(await openSignInProxy());
    const wrong = { username: "ada", password: "a wrong one" };
    expect(await tryProxy({ proxy: proxy.url, url: `${baseUrl()}/`, credentials: wrong })).toBe(false);
    signIns.set(proxy.url, wrong, false);
    const biggo = client(proxy.url, baseUrl());
    proxy.seen.refused.length = 0;
    for (let time = 0; time < 3; time += 1) {
      const error = await failureOf(biggo.videos.listOwn(1));
      expect(JSON.stringify([error.message, error.stack, toErrorValue(error)])).not.toMatch(/wrong one|Basic \S/);
    }
    expect(proxy.seen.refused.filter((sent) => sent !== "")).toHaveLength(1);
    expect(signIns.question()).toMatchObject({ refused: true });
  });

  it("signs in to no other proxy", async () => {
    const [known, other] = [closing(await openSignInProxy()), closing(await openSignInProxy())];
    signIns.set(known.url, ada, false);
    await failureOf(client(other.url, baseUrl()).videos.listOwn(1));
    expect(other.seen.refused).toEqual([""]);
  });

  it.each([
    ["NTLM", ["NTLM"]],
    ["Negotiate, NTLM", ["Negotiate", "NTLM"]],
    ['Digest realm="x", nonce="y", qop="auth"', ["Digest"]],
  ])("names what it offers when it is not supported: %s", async (challenge, methods) => {
    const proxy = closing(await openSignInProxy(challenge));
    const error = await failureOf(client(proxy.url, baseUrl()).videos.listOwn(1));
    expect(error.unsupportedMethods).toEqual(methods);
    expect(toErrorValue(error).code).toBe("proxy-method");
    expect(signIns.question()).toBeNull();
  });
});

describe("proxy answers 407 in the middle of an upload", () => {
  it("ends the attempt before its last bytes, as a refusal of the proxy", async () => {
    const late = createHttpServer((incoming, outgoing) => {
      const answer = () => outgoing.writeHead(407, { "proxy-authenticate": "Basic" }).end("<h1>407</h1>");
      let length = 0;
      incoming.on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > 300_000 && !outgoing.headersSent) answer();
      });
    });
    await new Promise<void>((resolve) => late.listen(0, "127.0.0.1", resolve));
    const routes: (string | null)[] = [null];
    const biggo = fixture.connect({ resolveProxy: async () => routes, proxyAuth: signIns });
    await biggo.videos.listOwn(1);
    routes[0] = `http://127.0.0.1:${(late.address() as AddressInfo).port}`;
    let nearEnd = false;
    const upload = await fixture.newUpload({
      sizeBytes: 20_000_000,
      beforeLastBytes: async () => {
        nearEnd = true;
      },
    });
    const error = await failureOf(biggo.upload(upload));
    expect(classifySendFailure(error, nearEnd)).toMatchObject({ kind: "blocked", error: { code: "proxy-sign-in" } });
    expect(nearEnd).toBe(false);
    late.closeAllConnections();
    late.close();
  });
});

describe("a SOCKS5 proxy with user name and password", () => {
  it.each(Object.entries(hosts))("signs in for %s", async (_name, baseUrl) => {
    const proxy = closing(await openSocksSignIn("ada", "secret"));
    const biggo = client(proxy.url, baseUrl());
    expect(toErrorValue(await failureOf(biggo.videos.listOwn(1))).code).toBe("proxy-sign-in");
    expect(signIns.question()).toEqual({ proxy: proxy.url, realm: null, refused: false });
    const trial = { proxy: proxy.url, url: `${baseUrl()}/` };
    expect(await tryProxy({ ...trial, credentials: { username: "ada", password: "wrong" } })).toBe(false);
    expect(await tryProxy({ ...trial, credentials: { username: "ada", password: "secret" } })).toBe(true);
    signIns.set(proxy.url, { username: "ada", password: "secret" }, false);
    expect((await biggo.videos.listOwn(1)).total).toBeGreaterThan(0);
    expect(await biggo.upload(await fixture.newUpload())).not.toBe("");
  });
});

describe("Proxy-Authorization", () => {
  it("never reaches BigGo", async () => {
    const names = new Set<string>();
    const host = createServer(certificate, (incoming, outgoing) => {
      for (const name of Object.keys(incoming.headers)) names.add(name);
      outgoing.end("{}");
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    const url = `https://localhost:${(host.address() as AddressInfo).port}/`;
    const proxy = closing(await openSignInProxy());
    expect(await tryProxy({ proxy: proxy.url, url, credentials: ada })).toBe(true);
    expect(names).toContain("host");
    expect(names).not.toContain("proxy-authorization");
    host.close();
  });
});
