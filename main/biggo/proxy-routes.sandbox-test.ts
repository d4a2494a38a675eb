import { once } from "node:events";
import { createServer as createHttpServer, request } from "node:http";
import { type AddressInfo, connect as connectTo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { toErrorValue } from "./app-error.ts";
import { failureOf, prepareClient } from "./client.test-harness.ts";
import type { Route } from "./proxy-routes.ts";

const fixture = prepareClient();
const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An HTTP proxy, plain and with tunnels; with another `status`, it answers that and passes nothing on. */
async function openProxy(status = 200) {
  const seen = { requests: 0 };
  const server = createHttpServer((incoming, outgoing) => {
    seen.requests += 1;
    if (status !== 200) return outgoing.writeHead(status).end();
    const { method, headers, url = "" } = incoming;
    incoming.pipe(
      request(url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  server.on("connect", ({ url = "" }, socket: Socket) => {
    seen.requests += 1;
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic\r\n\r\n`);
    const [host, port] = url.split(":");
    const onward = connectTo(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on("error", () => socket.destroy());
  });
  return { url: `http://${await listen(server)}`, seen };
}

/** A server that answers each connection's first bytes with these. */
const openSocks = async (...reply: number[]) =>
  `socks5://${await listen(createServer((socket) => socket.once("data", () => socket.write(Buffer.from(reply)))))}`;

/** The address of a proxy that is not there. */
async function deadProxy(): Promise<string> {
  const address = await listen(createServer());
  servers.pop()?.close();
  return `http://${address}`;
}

const connect = (...routes: Route[]) => fixture.connect({ resolveProxy: async () => routes });

describe("PAC `PROXY dead:8080; DIRECT`", () => {
  it("tries the list in order, and leaves out a dead proxy for a while", async () => {
    const client = connect(await deadProxy(), null);
    expect((await client.videos.listOwn(1)).total).toBeGreaterThan(0);
    expect(await client.upload(await fixture.newUpload())).not.toBe("");
  });

  it("takes the second proxy when the first is dead, and the first that works otherwise", async () => {
    const [first, second] = [await openProxy(), await openProxy()];
    await connect(await deadProxy(), second.url, null).videos.listOwn(1);
    expect(second.seen.requests).toBeGreaterThan(0);
    const before = second.seen.requests;
    const client = connect(first.url, second.url);
    await client.videos.listOwn(1);
    await client.upload(await fixture.newUpload());
    expect(first.seen.requests).toBeGreaterThan(1);
    expect(second.seen.requests).toBe(before);
  });

  it("reports a network failure when nothing of the list answers", async () => {
    const dead = await deadProxy();
    expect((await failureOf(connect(dead, dead).videos.listOwn(1))).kind).toBe("network");
    expect((await failureOf(connect(dead).videos.listOwn(1))).kind).toBe("network");
  });
});

describe("proxy answers 407", () => {
  it.each([
    ["an HTTP proxy", async () => (await openProxy(407)).url],
    ["a SOCKS5 proxy without a method it accepts", () => openSocks(5, 0xff)],
    ["a SOCKS5 proxy that wants a password", () => openSocks(5, 2)],
  ])("says that it requires a sign-in: %s", async (_name, open) => {
    const client = connect(await open());
    const errors = [
      await failureOf(client.videos.listOwn(1)),
      await failureOf(client.upload(await fixture.newUpload())),
    ];
    for (const error of errors)
      expect(toErrorValue(error), error.stack).toMatchObject({ code: "proxy-sign-in", retryable: true });
  });

  it("is no such thing when the proxy fails for another reason", async () => {
    expect((await failureOf(connect((await openProxy(502)).url).videos.listOwn(1))).kind).toBe("server");
  });
});

describe("SOCKS4", () => {
  it("is said to be unsupported", async () => {
    for (const route of ["socks4://127.0.0.1:1080", await openSocks(0, 0x5b, 0, 0, 0, 0, 0, 0)]) {
      const error = await failureOf(connect(route).videos.listOwn(1));
      expect(toErrorValue(error)).toMatchObject({ code: "proxy-unsupported", retryable: true });
    }
  });

  it("is passed over where the list has another entry", async () => {
    expect((await connect("socks4://127.0.0.1:1080", null).videos.listOwn(1)).total).toBeGreaterThan(0);
    const client = connect(await openSocks(0, 0x5b, 0, 0, 0, 0, 0, 0), null);
    await failureOf(client.videos.listOwn(1));
    expect((await client.videos.listOwn(1)).total).toBeGreaterThan(0);
  });
});
