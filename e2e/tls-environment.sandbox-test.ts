import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf, prepareClient } from "../main/biggo/client.test-harness.ts";
import type { Route } from "../main/biggo/proxy-routes.ts";
import { createRemoteMedia } from "../main/desktop/remote-media.ts";
import { makeCertificates, openTlsFront, trustOwnAuthority } from "./upload-table/tls-front.ts";

const fixture = prepareClient();
let authority: Awaited<ReturnType<typeof trustOwnAuthority>>;
let certificates: Awaited<ReturnType<typeof makeCertificates>>;
let front: Awaited<ReturnType<typeof openTlsFront>>;
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(async () => {
  authority = await trustOwnAuthority();
  certificates = await makeCertificates(authority);
});
beforeEach(async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  front = await openTlsFront(fixture.sandbox.url, certificates["self-signed"]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  await front.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => {})));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Connects a socket with the front, and answers `established` first. */
function tunnel(socket: Socket, established: string | Uint8Array): void {
  const onward = connect(Number(new URL(front.url).port), "127.0.0.1", () => {
    socket.write(established);
    onward.pipe(socket).pipe(onward);
  });
  sockets.add(onward.on("error", () => socket.destroy()));
}

const noRequest: RequestListener = (_incoming, outgoing) => void outgoing.writeHead(500).end();
const established = "HTTP/1.1 200 OK\r\n\r\n";

const routes: Record<string, () => Promise<Route>> = {
  "no proxy": async () => null,
  "an HTTP proxy": async () => {
    const proxy = createHttpServer(noRequest).on("connect", (_request, socket: Socket) => tunnel(socket, established));
    return `http://127.0.0.1:${await listen(proxy)}`;
  },
  "an HTTPS proxy that is trusted": async () => {
    const proxy = createHttpsServer(certificates.good, noRequest);
    proxy.on("connect", (_request, socket: Socket) => tunnel(socket, established));
    return `https://localhost:${await listen(proxy)}`;
  },
  "a SOCKS5 proxy": async () => {
    const proxy = createServer((socket) => {
      socket.once("data", () => {
        socket.write(Uint8Array.of(5, 0));
        socket.once("data", () => tunnel(socket, Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0)));
      });
    });
    return `socks5://127.0.0.1:${await listen(proxy)}`;
  },
};

/** The app's client of the self-signed front. */
const client = (route: Route) => fixture.connect({ baseUrl: front.url, resolveProxy: async () => [route] });

describe("TLS by environment: NODE_TLS_REJECT_UNAUTHORIZED=0 sends nothing to a self-signed host", () => {
  describe.each(Object.entries(routes))("through %s", (_name, open) => {
    it("in a call", async () => {
      expect(await failureOf(client(await open()).videos.listOwn(1))).toMatchObject({ kind: "tls" });
      expect(front.requests()).toBe(0);
    });

    it("in an upload, whose token was given while the host was trusted", async () => {
      front.show(certificates.good);
      const trusting = client(await open());
      await trusting.videos.listOwn(1);
      const before = front.requests();
      front.show(certificates["self-signed"]);
      expect(await failureOf(trusting.upload(await fixture.newUpload()))).toMatchObject({ kind: "tls" });
      expect(front.requests()).toBe(before);
    });

    it("in a picture or a film", async () => {
      const { openMedia } = client(await open());
      const remote = createRemoteMedia({ openMedia: () => openMedia, apiOrigin: () => front.url });
      const options = { range: null, signal: new AbortController().signal };
      await expect(remote(`${front.url}/cover.jpg`, options)).rejects.toMatchObject({
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      });
      expect(front.requests()).toBe(0);
    });
  });

  it.each(["self-signed", "expired", "wrong host"] as const)("through an HTTPS proxy that is %s", async (wrong) => {
    front.show(certificates.good);
    let seen = 0;
    const proxy = createHttpsServer(certificates[wrong], noRequest).on("connect", (_request, socket: Socket) => {
      seen += 1;
      tunnel(socket, established);
    });
    const route = `https://localhost:${await listen(proxy)}`;
    await failureOf(client(route).videos.listOwn(1));
    expect([seen, front.requests()]).toEqual([0, 0]);
  });

  it.each(["expired", "wrong host"] as const)("and nothing to one whose certificate is %s", async (wrong) => {
    front.show(certificates[wrong]);
    expect(await failureOf(client(null).videos.listOwn(1))).toMatchObject({ kind: "tls" });
    expect(front.requests()).toBe(0);
  });

  it("but everything to a host that is trusted", async () => {
    front.show(certificates.good);
    for (const open of Object.values(routes)) {
      expect((await client(await open()).videos.listOwn(1)).total).toBeGreaterThan(0);
    }
  });
});

/** A call by the client in a process of its own, which starts with these variables. Its output is the kind of failure. */
async function callInProcess(variables: NodeJS.ProcessEnv): Promise<string> {
  const { clientId, clientSecret } = fixture.sandbox;
  const options = JSON.stringify({ baseUrl: front.url, credentials: { clientId, clientSecret } });
  const script = `
    import { createBigGoClient } from ${JSON.stringify(new URL("../main/biggo/index.ts", import.meta.url).href)};
    const client = createBigGoClient(${options});
    console.log(await client.videos.listOwn(1).then(() => "answered", (error) => error.kind));
    await client.close();`;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...variables } });
  return stdout.trim();
}

describe("NODE_EXTRA_CA_CERTS", () => {
  it("adds a company's own authority, with and without NODE_TLS_REJECT_UNAUTHORIZED=0", async () => {
    front.show(certificates.good);
    const extra = `${await fixture.newFile()}.pem`;
    await writeFile(extra, authority.cert);
    for (const off of ["0", "1"]) {
      const variables = { NODE_TLS_REJECT_UNAUTHORIZED: off };
      expect(await callInProcess(variables)).toBe("tls");
      expect(await callInProcess({ ...variables, NODE_EXTRA_CA_CERTS: extra })).toBe("answered");
    }
  });
});
