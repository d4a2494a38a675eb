import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const allowed = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`, "utf8").toString("base64")}`;

async function listen(server: Server) {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * An HTTP proxy that requires a sign-in, for plain requests and tunnels. `challenge`: its `Proxy-Authenticate`. `hosts`:
 * addresses (`host:port`) of the tunnels to names that it alone knows.
 */
export async function openSignInProxy(
  challenge: string | string[] = 'Basic realm="Head office"',
  hosts: Record<string, string> = {},
) {
  const seen = { refused: [] as string[], passed: 0, passedHeaders: [] as string[] };
  let accepted: string | null = allowed("ada", "p:ä s");
  const mayPass = ({ headers }: IncomingMessage) => {
    const sent = headers["proxy-authorization"] ?? "";
    const passes = accepted === null || sent === accepted;
    if (passes) seen.passed += 1;
    else seen.refused.push(sent);
    return passes;
  };
  const server = createHttpServer((incoming, outgoing) => {
    // With a body, as real proxies answer.
    if (!mayPass(incoming)) return outgoing.writeHead(407, { "proxy-authenticate": challenge }).end("<h1>407</h1>");
    const { method, url = "" } = incoming;
    const { "proxy-authorization": _, ...headers } = incoming.headers;
    const onward = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    return incoming.pipe(onward);
  });
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    if (!mayPass(incoming)) {
      const lines = [challenge].flat().map((line) => `Proxy-Authenticate: ${line}\r\n`);
      return socket.end(`HTTP/1.1 407 Sign in\r\n${lines.join("")}Content-Length: 12\r\n\r\n<h1>407</h1>`);
    }
    const target = incoming.url ?? "";
    const [host, port] = (hosts[target] ?? target).split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
    return socket.on("close", () => onward.destroy());
  });
  const { address, close } = await listen(server);
  return {
    url: `http://${address}`,
    address,
    seen,
    /** Whom it lets through from now on; null: everybody. */
    allow(user: { name: string; password: string } | null) {
      accepted = user && allowed(user.name, user.password);
    },
    close,
  };
}

/** A SOCKS5 proxy that requires user name and password (RFC 1928, RFC 1929). */
export async function openSocksSignIn(name: string, password: string) {
  const seen = { refused: 0, passed: 0 };
  const expected = Buffer.from([1, name.length, ...Buffer.from(name), password.length, ...Buffer.from(password)]);
  const server = createServer((socket) => {
    const passOn = (command: Buffer) => {
      // The address is a name (3) or IPv4 (1), followed by the port.
      const host =
        command[3] === 3 ? command.toString("latin1", 5, command.length - 2) : command.subarray(4, 8).join(".");
      const onward = connect(command.readUInt16BE(command.length - 2), host, () => {
        socket.write(Uint8Array.of(5, 0, 0, 1, 127, 0, 0, 1, 0, 0));
        onward.pipe(socket).pipe(onward);
      });
      onward.on("error", () => socket.destroy());
      socket.on("close", () => onward.destroy());
    };
    socket.once("data", (greeting) => {
      if (!greeting.subarray(2).includes(2)) return socket.end(Uint8Array.of(5, 0xff));
      socket.write(Uint8Array.of(5, 2));
      return socket.once("data", (sent) => {
        const passes = expected.equals(sent);
        seen[passes ? "passed" : "refused"] += 1;
        if (!passes) return socket.end(Uint8Array.of(1, 1));
        socket.write(Uint8Array.of(1, 0));
        return socket.once("data", passOn);
      });
    });
  });
  const { address, close } = await listen(server);
  return { url: `socks5://${address}`, seen, close };
}
