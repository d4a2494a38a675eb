import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { expect, it, onTestFinished } from "vitest";
import { accessKeyHeader } from "../../shared/access-key.ts";
import { openDispatcher } from "./open-dispatcher.ts";
import { noProxyAuth } from "./proxy-auth.ts";

/** A server that answers with its name and the access key it got. */
async function startServer(name: string): Promise<string> {
  const server = createServer(({ headers }, response) => response.end(`${name} ${headers[accessKeyHeader] ?? ""}`));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("gives the key of a local server to that server alone, even where a proxy is named for it", async () => {
  const [url, proxy] = [await startServer("server"), await startServer("proxy")];
  const limits = { connectMs: 5000, headersTimeout: 5000, bodyTimeout: 5000 };
  const localServer = { socketPath: null, accessKey: "key" };
  const dispatcher = openDispatcher({ url, proxy, localServer }, limits, noProxyAuth);
  const { body } = await request(url, { dispatcher });
  expect(await body.text()).toBe("server key");
  await dispatcher.close();
});
