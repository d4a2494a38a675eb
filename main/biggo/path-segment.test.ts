import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BigGoClient, createBigGoClient } from "./index.ts";

let server: Server;
let client: BigGoClient;
const requests: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const isToken = request.url?.startsWith("/auth/") === true;
    if (!isToken) requests.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ result: true, access_token: "t", expires_in: 3600, token_type: "Bearer" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createBigGoClient({ baseUrl, credentials: { clientId: "i", clientSecret: "s" } });
});
beforeEach(() => {
  requests.length = 0;
});
afterAll(async () => {
  await client.close();
  server.close();
});

describe("videoId as a path segment", () => {
  it.each(["", " ", ".", ".."])("refuses %j: nothing is sent", async (id) => {
    const changes = { title: "t", description: "", access: "private" } as const;
    const calls = [
      () => client.videos.get(id),
      () => client.videos.update(id, changes),
      () => client.videos.replace(id, changes),
      () => client.videos.remove(id),
      () => client.videos.listOf(id, 1),
      () => client.videos.allOf(id).next(),
      () => client.users.get(id),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: "BigGoError", kind: "refused" });
    expect(requests).toEqual([]);
  });

  it.each([
    ["a/b", "a%2Fb"],
    ["../user/self", "..%2Fuser%2Fself"],
    ["%2e%2e", "%252e%252e"],
    ["a?p=1#x", "a%3Fp%3D1%23x"],
    ["\\..\\", "%5C..%5C"],
    ["\uD800", "%EF%BF%BD"],
    ["...", "..."],
  ])("sends %j as one segment", async (id, segment) => {
    await client.videos.remove(id);
    expect(requests).toEqual([`DELETE /api/v1/video/${segment}`]);
  });

  it.each([
    [".", ".%20"],
    ["..", "..%20"],
    ["a/../b", "a%2F..%2Fb"],
  ])("searches for %j at the address of a search", async (query, segment) => {
    await client.products.search(query, "tw", 1).catch(() => {});
    expect(requests).toEqual([`GET /api/v1/spa/search/${segment}/product?p=1`]);
  });
});
