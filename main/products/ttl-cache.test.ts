import { describe, expect, it } from "vitest";
import { createTtlCache } from "./ttl-cache.ts";

describe("createTtlCache", () => {
  it("loads a key once until its entry expires, also for concurrent calls", async () => {
    let [now, loads] = [0, 0];
    const cache = createTtlCache<number>({ ttlMs: 100, maxEntries: 2, now: () => now });
    const load = async () => ++loads;
    expect(await Promise.all([cache.get("a", load), cache.get("a", load)])).toEqual([1, 1]);
    now = 99;
    expect(await cache.get("a", load)).toBe(1);
    now = 101;
    expect(await cache.get("a", load)).toBe(2);
  });

  it("does not cache failures, and evicts the oldest entry above the limit", async () => {
    const cache = createTtlCache<string>({ ttlMs: 100, maxEntries: 2, now: () => 0 });
    await expect(cache.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await cache.get("a", async () => "yes")).toBe("yes");
    await cache.get("b", async () => "b");
    await cache.get("c", async () => "c");
    expect(await cache.get("a", async () => "loaded again")).toBe("loaded again");
  });
});
