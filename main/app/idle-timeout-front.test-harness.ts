import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * A gateway in front of a server that ends a connection when nothing of a request's body has come for `idleMs` (what nginx
 * calls `client_body_timeout`), and counts the bytes that clients send.
 */
export async function openIdleTimeoutFront(target: string, idleMs: number) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let bytes = 0;
  const server = createServer((client) => {
    const onward = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
    let isInBody = false;
    client.setTimeout(idleMs, () => {
      if (isInBody) client.resetAndDestroy();
    });
    client.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      const isUpload = chunk.includes("multipart/form-data");
      // The closing boundary ends with two hyphens (RFC 2046 5.1.1).
      isInBody = (isInBody || isUpload) && !chunk.subarray(-6).includes("--\r\n");
    });
    client.pipe(onward).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
