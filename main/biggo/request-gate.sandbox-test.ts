import { describe, expect, it } from "vitest";
import { failureOf, prepareClient } from "./client.test-harness.ts";
import { asUser } from "./request-gate.ts";

const fixture = prepareClient();
const limits = { minMs: 1000, maxMs: 3_600_000 };

/** The number of requests to the API so far. */
async function requestCount(): Promise<number> {
  const { requests } = (await fixture.sandbox.state()).counts;
  const ofApi = Object.entries(requests).filter(([name]) => !name.includes("_control"));
  return ofApi.reduce((sum, [, count]) => sum + count, 0);
}

function connect() {
  const clock = { nowMs: 0 };
  const waits: number[] = [];
  const client = fixture.connect({
    monotonicNow: () => clock.nowMs,
    waitLimits: limits,
    onAskedToWait: (ms) => waits.push(ms),
  });
  return { client, clock, waits };
}

const onApi = { path: "^/api/v1/" };

describe("Retry-After: 3600 on everything", () => {
  it("keeps every call of the account waiting for all of it, and sends nothing", async () => {
    const { client, clock, waits } = connect();
    await client.videos.listOwn(1);
    await fixture.fault({ kind: "status", status: 429, retryAfter: 3600, times: 0 });
    expect((await failureOf(client.videos.listOwn(1))).kind).toBe("rate-limited");
    expect(waits).toEqual([3_600_000]);
    const before = await requestCount();
    clock.nowMs += 600_000;
    const request = await fixture.newUpload();
    const calls: (() => Promise<unknown>)[] = [
      () => client.videos.listOwn(1),
      () => client.videos.get("seed00001"),
      () => client.videos.remove("seed00001"),
      () => client.videos.update("seed00001", { title: "later" }),
      () => client.videos.listOf("sandbox-neighbour", 1),
      () => client.videos.listLiked(1),
      () => client.products.search("耳機", "tw", 1),
      () => client.products.history({ nindex: "a", oid: "b" }, 90),
      () => client.checkPermission(),
      () => client.upload(request),
      // On the same host in the sandbox.
      () => client.storeLinks.fetchRules(),
    ];
    for (const call of calls) {
      expect(await failureOf(call())).toMatchObject({ kind: "rate-limited", retryAfterMs: 3_000_000 });
    }
    expect(await requestCount()).toBe(before);
    await fixture.sandbox.control("DELETE", "faults");
    clock.nowMs = 3_600_000;
    expect((await client.videos.listOwn(1)).total).toBeGreaterThan(0);
  });

  it("lets an action of the user ask once, until BigGo says again to wait", async () => {
    const { client } = connect();
    await client.videos.listOwn(1);
    await fixture.fault({ kind: "status", status: 503, retryAfter: 60, match: onApi, times: 0 });
    await failureOf(client.videos.listOwn(1));
    const before = await requestCount();
    await asUser(async () => {
      await failureOf(client.videos.listOwn(1));
      await failureOf(client.videos.listOwn(1));
      await failureOf(client.videos.listOwn(2));
    });
    expect(await requestCount()).toBe(before + 1);
    await fixture.sandbox.control("DELETE", "faults");
    expect((await asUser(() => client.videos.listOwn(1))).total).toBeGreaterThan(0);
    expect((await failureOf(client.videos.listOwn(1))).kind).toBe("rate-limited");
  });

  it("honours the longest time asked for, within the limits, and what an earlier run was asked", async () => {
    const { client, clock, waits } = connect();
    const ask = async (retryAfter: number) => {
      await fixture.fault({ kind: "status", status: 429, retryAfter, match: onApi });
      return await failureOf(asUser(() => client.videos.listOwn(1)));
    };
    for (const seconds of [90, 5, 0]) await ask(seconds);
    expect(waits).toEqual([90_000, 5000, 1000]);
    expect((await failureOf(client.videos.listOwn(1))).retryAfterMs).toBe(90_000);
    await ask(1_000_000_000);
    expect((await failureOf(client.videos.listOwn(1))).retryAfterMs).toBe(3_600_000);
    const { client: restarted } = connect();
    restarted.holdCalls(20_000);
    expect((await failureOf(restarted.videos.listOwn(1))).retryAfterMs).toBe(20_000);
    expect(clock.nowMs).toBe(0);
  });

  it("asks nothing of others for a limit without a time", async () => {
    const { client, waits } = connect();
    await client.videos.listOwn(1);
    await fixture.fault({ kind: "status", status: 429, match: onApi });
    expect((await failureOf(client.videos.listOwn(1))).retryAfterMs).toBeUndefined();
    expect((await client.videos.listOwn(1)).total).toBeGreaterThan(0);
    expect(waits).toEqual([]);
  });
});
