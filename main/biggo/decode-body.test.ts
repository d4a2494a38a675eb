import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { noProxyAuth } from "./proxy-auth.ts";
import { createRequestGate, defaultWaitLimits } from "./request-gate.ts";
import { type Answer, startScriptedServer } from "./scripted-server.test-harness.ts";
import { createServerClock } from "./server-clock.ts";
import { createTransport, defaultTimers } from "./transport.ts";

const json = `\uFEFF{"result":true,"text":"${"開箱".repeat(2000)}"}`;
let end = async () => {};
afterEach(() => end());

async function send(answer: Answer, maxBytes?: number) {
  const server = await startScriptedServer(() => answer);
  const monotonicNow = () => performance.now();
  const transport = createTransport({
    timers: defaultTimers,
    resolveProxy: async () => [null],
    proxyAuth: noProxyAuth,
    baseUrl: "https://api.biggo.com",
    localServer: null,
    gate: createRequestGate({ limits: defaultWaitLimits, monotonicNow, onWait: () => {} }),
    serverClock: createServerClock({ monotonicNow, now: Date.now }),
    now: Date.now,
    monotonicNow,
  });
  end = async () => {
    await transport.close();
    await server.close();
  };
  return await transport.send({ method: "GET", url: `${server.url}/api/v1/x`, headers: {}, maxBytes });
}

describe("content-encoding: gzip/br unasked", () => {
  it.each([
    ["gzip", gzipSync(json)],
    ["x-gzip", gzipSync(json)],
    ["GZIP", gzipSync(json)],
    ["br", brotliCompressSync(json)],
    ["deflate", deflateSync(json)],
    ["zstd", zstdCompressSync(json)],
    ["gzip, br", brotliCompressSync(gzipSync(json))],
    ["identity", Buffer.from(json)],
    ["", Buffer.from(json)],
  ])("decodes a response from %s", async (encoding, body) => {
    expect((await send({ headers: { "content-encoding": encoding }, body })).text).toBe(json);
  });

  it.each([
    ["gzip", Buffer.from("<html>")],
    ["br", Buffer.from("hello, this is no archive at all")],
    ["zstd", Buffer.from("hello, this is no archive at all")],
    ["gzip", gzipSync(json).subarray(0, 40)],
    ["compress", Buffer.from(json)],
    ["gzip, gzip, gzip, gzip", gzipSync(json)],
  ])("takes what is no valid %s for another's than BigGo's", async (encoding, body) => {
    await expect(send({ headers: { "content-encoding": encoding }, body })).rejects.toMatchObject({
      name: "BigGoError",
      kind: "not-biggo",
    });
  });

  it("counts decoded bytes against the limit of its size", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    const headers = { "content-encoding": "gzip" };
    const before = process.memoryUsage().arrayBuffers;
    await expect(send({ headers, body: bomb }, 1_000_000)).rejects.toMatchObject({ kind: "not-biggo" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });
});
