import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type BigGoClientOptions, createBigGoClient } from "./index.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that accepts every call, and the headers of the data calls it received. */
async function serve() {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const isToken = request.url === "/auth/v1/token";
    if (!isToken) received.push(request.headers);
    const token = { access_token: "t", expires_in: 3600, token_type: "bearer" };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(isToken ? token : { result: true, userid: "me" }));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { received, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function headersWith(options: Partial<BigGoClientOptions>): Promise<IncomingHttpHeaders | undefined> {
  const { received, baseUrl } = await serve();
  const client = createBigGoClient({ baseUrl, credentials: { clientId: "i", clientSecret: "s" }, ...options });
  await client.checkPermission();
  await client.close();
  return received[0];
}

describe("createBigGoClient", () => {
  it("needs no more than credentials, and sends a Bearer token without a region", async () => {
    const headers = await headersWith({});
    expect(headers).toMatchObject({ authorization: "Bearer t" });
    expect(headers).not.toHaveProperty("region");
  });

  it.each([
    ["a name", "jp" as const, "jp"],
    ["a function", () => "tw", "tw"],
    ["null", null, undefined],
  ])("accepts %s for the region", async (_kind, region, expected) => {
    expect((await headersWith({ region }))?.region).toBe(expected);
  });
});
