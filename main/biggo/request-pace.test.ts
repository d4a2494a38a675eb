import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { createBigGoClient } from "./index.ts";
import { createRequestPace, defaultPace } from "./request-pace.ts";

describe("createRequestPace", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Counts the turns of `calls` callers. */
  function takeTurns(calls: number) {
    const pace = createRequestPace(defaultPace, () => Date.now());
    const taken = { count: 0 };
    for (let index = 0; index < calls; index += 1) void pace.turn(undefined).then(() => (taken.count += 1));
    return taken;
  }

  it("lets a library of 10,000 videos be read twice without waiting", async () => {
    const taken = takeTurns(1000);
    await vi.advanceTimersByTimeAsync(0);
    expect(taken.count).toBe(1000);
  });

  it("requests are bounded per minute: 600 after the first 1,000, evenly", async () => {
    const taken = takeTurns(5000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(taken.count).toBe(3400);
    await vi.advanceTimersByTimeAsync(1000);
    expect(taken.count).toBe(3440);
    await vi.advanceTimersByTimeAsync(60_000 * 6);
    expect(taken.count).toBe(5000);
  });

  it("allows a burst again after a quiet time", async () => {
    const pace = createRequestPace({ burst: 3, perMinute: 60 }, () => Date.now());
    const turns = async () => {
      let count = 0;
      for (const _ of [1, 2, 3, 4, 5]) void pace.turn(undefined).then(() => (count += 1));
      await vi.advanceTimersByTimeAsync(0);
      return count;
    };
    expect(await turns()).toBe(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await turns()).toBe(3);
  });
});

describe("createBigGoClient", () => {
  it("requests are bounded per minute, whatever asks for them", async () => {
    let received = 0;
    const server = createServer((request, response) => {
      received += request.url === "/auth/v1/token" ? 0 : 1;
      response.setHeader("content-type", "application/json");
      response.end('{"access_token":"t","expires_in":3600,"result":true,"userid":"me"}');
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = { baseUrl, credentials: { clientId: "i", clientSecret: "s" }, monotonicNow: () => 0 };
    const client = createBigGoClient(options);
    onTestFinished(async () => {
      await client.close();
      server.close();
    });
    const ended = new AbortController();
    const send = (calls: number) =>
      Array.from({ length: calls }, () =>
        client.checkPermission(ended.signal).then(
          () => "sent",
          () => "aborted",
        ),
      );
    // One of the first requests is for the token.
    await Promise.all(send(defaultPace.burst - 1));
    const more = send(100);
    await delay(1000);
    ended.abort();
    const sent = (await Promise.all(more)).filter((outcome) => outcome === "sent");
    expect(sent.length).toBeLessThan(80);
    expect(received).toBeLessThan(defaultPace.burst + 80);
  }, 30_000);
});
