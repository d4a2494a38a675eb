import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf } from "./client.test-harness.ts";
import { type BigGoClient, createBigGoClient } from "./index.ts";

let server: Server;
let client: BigGoClient;
const open = new Set<Socket>();
const timers: NodeJS.Timeout[] = [];
/** What the server does with each request after the token's. */
let respond: (socket: Socket) => void;

const token = JSON.stringify({ access_token: "t", expires_in: 3600, token_type: "Bearer" });

beforeEach(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => {});
    socket.on("data", (chunk) => {
      if (!chunk.includes("POST /auth/v1/token")) return respond(socket);
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${token.length}\r\n\r\n${token}`,
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { clientId: "i", clientSecret: "s" };
  client = createBigGoClient({ baseUrl, credentials, timers: { answerMs: 400, totalMs: 1000, uploadAnswerMs: 800 } });
});
afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const socket of open) socket.destroy();
  await client.close();
  server.close();
});

/** Sends a byte every 100 ms for ever. */
const drip = (socket: Socket, byte: string) => void timers.push(setInterval(() => socket.write(byte), 100));

describe("total time limits on every answer", () => {
  it.each([
    ["a body", "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n", " "],
    ["a chunked body", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "1\r\n \r\n"],
    ["a refusal", "HTTP/1.1 500 No\r\ncontent-length: 100000\r\n\r\n", "x"],
    ["a body without an end", "HTTP/1.1 200 OK\r\n\r\n", "{"],
    ["headers", "HTTP/1.1 200 OK\r\nx: ", "x"],
    ["early hints", "", "HTTP/1.1 103 Early Hints\r\n\r\n"],
  ])("end a server that drips %s", async (_name, head, byte) => {
    respond = (socket) => {
      socket.write(head);
      drip(socket, byte);
    };
    const startMs = performance.now();
    expect(await failureOf(client.videos.listOwn(1))).toMatchObject({ kind: "timeout", timer: "answer" });
    expect(performance.now() - startMs).toBeLessThan(3000);
  });

  it("end a server that drips the answer to an upload", async () => {
    let isDripping = false;
    respond = (socket) => {
      if (isDripping) return;
      isDripping = true;
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
      drip(socket, " ");
    };
    const source = {
      fileName: "a.mp4",
      mediaType: "video/mp4",
      sizeBytes: 3,
      async *read() {
        yield Buffer.from("abc");
      },
    };
    const { signal } = new AbortController();
    const request = { source, boundary: "b", signal, onProgress: () => {}, beforeLastBytes: async () => {} };
    expect(await failureOf(client.upload(request))).toMatchObject({ kind: "timeout" });
  });

  it("leave a slow answer alone that ends in time", async () => {
    respond = (socket) => {
      const body = JSON.stringify({ result: true, user_video: { data: [], size: 0 } });
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`);
      setTimeout(() => socket.write(body.slice(5)), 300);
    };
    expect((await client.videos.listOwn(1)).size).toBe(0);
  });
});

describe("sockets of 204 and 304", () => {
  it.each([
    ["204", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["204 with a length", "HTTP/1.1 204 No Content\r\ncontent-length: 10\r\n\r\n"],
    ["304", "HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\n\r\n"],
    ["304 with a body", "HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\n{}"],
    ["204 in chunks", "HTTP/1.1 204 No Content\r\ntransfer-encoding: chunked\r\n\r\n"],
  ])("are closed: %s", async (_name, answer) => {
    respond = (socket) =>
      void socket.write(`${answer.replace("\r\n", "\r\nconnection: keep-alive\r\nkeep-alive: timeout=600\r\n")}`);
    expect(await failureOf(client.videos.listOwn(1))).toBeDefined();
    await vi.waitFor(() => expect(open.size).toBe(0), 9000);
  });
});
