import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer: JSON of a value, or exact bytes with a status and headers. */
export type Answer = { json: unknown } | { status?: number; headers?: Record<string, string>; body: string | Buffer };

/** One request as the server got it, with its body parsed as JSON where it is some. */
export interface ReceivedRequest {
  method: string;
  /** The path and query, without `/api/v1/`. */
  path: string;
  body: unknown;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = Buffer.concat(await request.toArray()).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const token: Answer = { json: { access_token: "token", token_type: "bearer", expires_in: 3600 } };
const prefix = /^\/api\/v1\//;

/** A server on loopback that answers as `answer` says, and counts as BigGo. The token request succeeds by default. */
export async function startScriptedServer(answer: (request: ReceivedRequest) => Answer | undefined) {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const path = (incoming.url ?? "").replace(prefix, "");
    const request = { method: incoming.method ?? "", path, body: await readBody(incoming) };
    requests.push(request);
    const answered = answer(request) ?? (path.startsWith("/auth/") ? token : { status: 404, body: "" });
    if ("json" in answered) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answered.json) ?? "");
    } else {
      response.writeHead(answered.status ?? 200, answered.headers);
      response.end(answered.body);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
