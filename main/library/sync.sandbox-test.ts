import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import { type BigGoClient, createBigGoClient } from "../biggo/client.ts";
import type { VideosApi } from "../biggo/videos.ts";
import { openDatabase } from "../database/open-database.ts";
import { createSync } from "./sync.ts";
import { createVideoCache } from "./video-cache.ts";

let sandbox: SpawnedSandbox;
let client: BigGoClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sync-test-"));
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "130"] });
  client = createBigGoClient({ baseUrl: sandbox.url, credentials: sandbox });
});
afterAll(async () => {
  await client.close();
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

async function account(): Promise<string[]> {
  return (await sandbox.ownVideos()).map(({ video_id }) => video_id).sort();
}

/** A cache of its own with a sync over it; what every page goes through can be had a hand in. */
function stage(listOwn: VideosApi["listOwn"] = client.videos.listOwn) {
  const { database } = openDatabase(join(folder, `${randomUUID()}.sqlite`), { nowMs: 0, onSalvaged: () => {} });
  const cache = createVideoCache(database);
  const pages: number[] = [];
  const removed: string[] = [];
  let atOnce = 0;
  let maxAtOnce = 0;
  let nowMs = 1_000_000_000;
  const sync = createSync({
    cache,
    now: () => nowMs,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    async listOwn(page, signal) {
      pages.push(page);
      atOnce += 1;
      maxAtOnce = Math.max(maxAtOnce, atOnce);
      return listOwn(page, signal).finally(() => {
        atOnce -= 1;
      });
    },
    onVideos: () => {},
    isGone: async (videoId) => !(await account()).includes(videoId),
    onWhole: () => {},
    onRemoved: (ids) => removed.push(...ids),
    onState: () => {},
  });
  return {
    sync,
    cache,
    pages,
    removed,
    maxAtOnce: () => maxAtOnce,
    ids: () => [...cache.all().keys()].sort(),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe("a sync", () => {
  it("reads all pages, at most four at a time", async () => {
    const { sync, ids, maxAtOnce } = stage();
    await sync.run();
    expect(ids()).toEqual(await account());
    expect(maxAtOnce()).toBe(4);
    expect(sync.state()).toMatchObject({ state: "idle", error: null, progress: null });
    sync.stop();
  });

  it("costs one page where nothing changed, and what is new besides where something came", async () => {
    const { sync, ids, pages } = stage();
    await sync.run();
    pages.length = 0;
    await sync.run();
    expect(pages).toEqual([1]);
    for (let count = 0; count < 25; count += 1) await sandbox.control("POST", "videos");
    pages.length = 0;
    await sync.run();
    expect(pages).toEqual([1, 2, 1]);
    expect(ids()).toEqual(await account());
    sync.stop();
  });

  it("reads every page when the person asks, when one is missing, and a few times a day", async () => {
    const { sync, ids, pages, removed, pass } = stage();
    await sync.run();
    const [gone = ""] = ids();
    await client.videos.remove(gone);
    pages.length = 0;
    await sync.run();
    expect(removed).toEqual([gone]);
    expect(ids()).toEqual(await account());
    pages.length = 0;
    await sync.run("all");
    expect(new Set(pages).size).toBeGreaterThan(6);
    pages.length = 0;
    pass(7 * 3600_000);
    await sync.run();
    expect(new Set(pages).size).toBeGreaterThan(6);
    sync.stop();
  });

  it("waits as long as it is told to, and goes on one page at a time", async () => {
    let answered = 0;
    let atOnce = 0;
    let maxAfterPause = 0;
    const { sync, ids } = stage(async (page, signal) => {
      atOnce += 1;
      const answer = await client.videos.listOwn(page, signal).finally(() => {
        if (answered > 4) maxAfterPause = Math.max(maxAfterPause, atOnce);
        atOnce -= 1;
      });
      answered += 1;
      return answer;
    });
    const match = { method: "GET", path: "^/api/v1/user/self/video" };
    await sandbox.control("POST", "faults", { kind: "status", status: 429, retryAfter: 1, times: 3, match });
    const startMs = performance.now();
    await sync.run();
    expect(performance.now() - startMs).toBeGreaterThan(1000);
    expect(sync.state().error).toBeNull();
    expect(ids()).toEqual(await account());
    expect(answered).toBeGreaterThan(6);
    expect(maxAfterPause).toBe(1);
    sync.stop();
  });

  it("keeps everything when a page cannot be read, and says so", async () => {
    let broken = false;
    const { sync, ids, removed } = stage((page, signal) =>
      broken && page === 3
        ? Promise.reject(new BigGoError("refused", "no such page", { biggoCode: 1007 }))
        : client.videos.listOwn(page, signal),
    );
    await sync.run();
    const { lastSyncedAtMs } = sync.state();
    broken = true;
    await sandbox.control("POST", "videos");
    await sync.run("all");
    expect(ids()).toEqual(await account());
    expect(removed).toEqual([]);
    expect(sync.state()).toMatchObject({ state: "idle", lastSyncedAtMs, error: { retryable: false } });
    sync.stop();
  });

  it("counts rows that are no videos: one that is gone is still found to be gone", async () => {
    const { videos } = await client.videos.listOwn(1);
    const old = { ...(videos[9] ?? videos[0]), videoId: "gone long ago", createdAtMs: 0 } as (typeof videos)[number];
    const { sync, cache, removed } = stage(async () => ({
      videos: videos.slice(0, 3),
      unreadable: 1,
      owner: null,
      total: 4,
    }));
    cache.put([old]);
    await sync.run("all");
    expect(removed).toEqual(["gone long ago"]);
    expect(cache.all().size).toBe(3);
    sync.stop();
  });

  it("never takes away what came while the first page was under way, nor what a listing lags behind with", async () => {
    const { videos } = await client.videos.listOwn(1);
    const listed = videos.slice(0, 3);
    const [fresh, lagging] = [videos[4], videos[5]];
    if (fresh === undefined || lagging === undefined) throw new Error("too few videos");
    const staged = stage(async () => {
      staged.cache.put([fresh]);
      return { videos: listed, unreadable: 0, owner: null, total: 3 };
    });
    staged.cache.put([{ ...lagging, createdAtMs: 1_000_000_000 }]);
    await staged.sync.run("all");
    expect(staged.removed).toEqual([]);
    expect(staged.cache.all().size).toBe(5);
    staged.sync.stop();
  });
});

/** Changes the account now and then while pages are read, then asks whether the cache is what the account is. */
async function runSchedule(random: () => number): Promise<void> {
  let changes = 0;
  let changing = Promise.resolve();
  const changeNow = async () => {
    if (random() < 0.5) {
      await sandbox.control("POST", "videos");
      return;
    }
    const there = await account();
    const victim = there[Math.floor(random() * there.length)];
    if (victim !== undefined && there.length > 90) await client.videos.remove(victim);
  };
  /** One after the other: two pages at once would choose the same video to delete, and the second be told it is gone. */
  const change = async () => {
    changes -= 1;
    changing = changing.then(changeNow);
    await changing;
  };
  const { sync, ids } = stage(async (page, signal) => {
    if (changes > 0 && random() < 0.35) await change();
    const answer = await client.videos.listOwn(page, signal);
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 8));
    return answer;
  });
  for (const max of [7, 4]) {
    changes = Math.floor(random() * max);
    await sync.run(random() < 0.5 ? "all" : "new");
    expect(sync.state().error).toBeNull();
    expect(ids()).toEqual(await account());
  }
  sync.stop();
}

describe("videos that come and go during a sync", () => {
  it("end in a cache that is equal to the account: 100 schedules", async () => {
    const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    const schedule = fc.asyncProperty(chances, (stream) => runSchedule(() => stream.next().value));
    await fc.assert(schedule, { numRuns: 100, endOnFailure: true });
  }, 120_000);
});
