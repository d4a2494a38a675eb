import { once } from "node:events";
import {
  createServer,
  request as forward,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

interface FrontResponse {
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string;
  /** Reads the whole request first. */
  afterBody?: boolean;
}

const servers: Server[] = [];

/**
 * Opens a server before another one, as a gateway is. What `intercept` returns is the response in place of the server's;
 * null passes the request on. Resolves with its URL and the requests it passed on. Closed after the test.
 */
export async function openFront(target: string, intercept: (request: IncomingMessage) => FrontResponse | null) {
  const passed: string[] = [];
  const { hostname, port } = new URL(target);
  const server = createServer(async (incoming, outgoing) => {
    const own = intercept(incoming);
    if (own !== null) {
      if (own.afterBody === true) for await (const _ of incoming);
      outgoing.writeHead(own.status, { connection: "close", ...own.headers }).end(own.body ?? "<h1>Gateway</h1>");
      return;
    }
    passed.push(`${incoming.method} ${incoming.url}`);
    const { method, url: path, headers } = incoming;
    const onward = forward({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, passed };
}

/** Registers the closing of all fronts after each test. */
export function closeFronts(): void {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
}
