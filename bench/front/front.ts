/**
 * A server in front of a sandbox that receives films without keeping them, so that only the sender is measured: in place
 * of each it sends the sandbox a small video of its own. Everything else is passed on. Prints its port, then a line of
 * JSON for each upload. `{ url, latencyMs, resets }`: every byte arrives so much later in both directions; this share
 * of the uploads is reset on the way.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { createRandom } from "../../sandbox/seeded-random.ts";
import type { ReceivedUpload } from "./start-front.ts";

const { url, latencyMs, resets } = JSON.parse(process.argv[2] ?? "{}") as {
  url: string;
  latencyMs: number;
  resets: number;
};
const sample = readFileSync(join(import.meta.dirname, "../../assets/sample.mp4"));
/** What one connection has on its way at most, bytes, as a receiver's window allows. */
const windowBytes = 4 * 1024 ** 2;
const random = createRandom(7);
let films = 0;

function passOn(incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const outgoing = request(new URL(incoming.url ?? "/", url), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  incoming.pipe(outgoing);
}

/** Sends the sandbox the sample with a `free` box of its own behind it, and returns the sandbox's answer. */
async function sendSmall(authorization: string): Promise<Response> {
  films += 1;
  const box = Buffer.alloc(64);
  box.writeUInt32BE(box.length, 0);
  box.write("free", 4, "latin1");
  box.writeUInt32BE(films, 8);
  box.writeDoubleBE(Date.now(), 16);
  const body = new FormData();
  body.append("video", new Blob([sample, box]), `film ${films}.mp4`);
  const headers = { authorization, "file-size": String(sample.length + box.length) };
  return fetch(new URL("/api/v1/video/", url), { method: "POST", headers, body });
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const startMs = Date.now();
  const announced = Number(incoming.headers["content-length"] ?? 0);
  const resetAt = random() < resets ? random() * announced : Number.POSITIVE_INFINITY;
  let bytes = 0;
  const report = (whole: boolean) => {
    const upload: ReceivedUpload = { startMs, endMs: Date.now(), bytes, whole };
    console.log(JSON.stringify(upload));
  };
  try {
    for await (const chunk of incoming) {
      bytes += (chunk as Buffer).length;
      if (bytes > resetAt) incoming.socket.resetAndDestroy();
    }
  } catch {
    return report(false);
  }
  report(true);
  const answer = await sendSmall(incoming.headers.authorization ?? "");
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
}

const server = createServer((incoming, response) => {
  const isUpload = incoming.method === "POST" && /^\/api\/v1\/video\/?$/.test(incoming.url ?? "");
  if (isUpload) void receive(incoming, response);
  else passOn(incoming, response);
});
server.requestTimeout = 0;

/** Passes bytes on `latencyMs` after they arrived, at most a window of them on their way. */
function delay(from: Socket, to: Socket): void {
  let onWay = 0;
  from.on("data", (chunk: Buffer) => {
    onWay += chunk.length;
    if (onWay >= windowBytes) from.pause();
    setTimeout(() => {
      const settle = () => {
        onWay -= chunk.length;
        from.resume();
      };
      // The sender learns that there is room again a way later.
      if (!to.destroyed) to.write(chunk, () => setTimeout(settle, latencyMs));
    }, latencyMs);
  });
  from.on("end", () => setTimeout(() => to.end(), latencyMs));
  from.on("error", () => to.resetAndDestroy());
  from.on("close", () => setTimeout(() => to.destroy(), latencyMs));
}

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  if (latencyMs === 0) return console.log(port);
  const slow = createTcpServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    delay(near, far);
    delay(far, near);
  });
  slow.listen(0, "127.0.0.1", () => console.log((slow.address() as AddressInfo).port));
});
process.stdin.on("end", () => process.exit(0)).resume();
