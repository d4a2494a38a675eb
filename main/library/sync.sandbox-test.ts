import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SpawnedSandbox, spawnSandbox } from "../../sandbox/testing.ts";
import { type AppClient, createAppClient } from "../biggo/app-client.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import { openDatabase } from "../database/open-database.ts";
import { createSync } from "./sync.ts";
import { createVideoCache } from "./video-cache.ts";

let sandbox: SpawnedSandbox;
let client: AppClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sync-test-"));
  sandbox = await spawnSandbox({ args: ["--processing", "0", "--videos", "130"] });
  client = createAppClient({ baseUrl: sandbox.url, credentials: sandbox });
});
afterAll(async () => {
  await client.close();
  await sandbox.stop();
  await rm(folder, { recursive: true });
});

async function accountIds(): Promise<string[]> {
  return (await sandbox.ownVideos()).map(({ video_id }) => video_id).sort();
}

/** A fresh cache with a sync over it; `listOwn` intercepts every page request. */
function setup(listOwn: VideosApi["listOwn"] = client.videos.listOwn) {
  const { database } = openDatabase(join(folder, `${randomUUID()}.sqlite`), { nowMs: 0, onSalvaged: () => {} });
  const cache = createVideoCache(database);
  const pages: number[] = [];
  const removed: string[] = [];
  let inFlight = 0;
  let maxInFlight = 0;
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
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
      return listOwn(page, signal).finally(() => {
        inFlight -= 1;
      });
    },
    onVideos: () => {},
    isGone: async (videoId) => !(await accountIds()).includes(videoId),
    onFullSync: () => {},
    onRemoved: (ids) => removed.push(...ids),
    onState: () => {},
  });
  return {
    sync,
    cache,
    pages,
    removed,
    maxInFlight: () => maxInFlight,
    ids: () => [...cache.summaries().keys()].sort(),
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe("createSync", () => {
  it("reads all pages, at most four at once", async () => {
    const { sync, ids, maxInFlight } = setup();
    await sync.run();
    expect(ids()).toEqual(await accountIds());
    expect(maxInFlight()).toBe(4);
    expect(sync.state()).toMatchObject({ state: "idle", error: null, progress: null });
    sync.stop();
  });

  it("reads one page when nothing changed, and only the pages with new videos otherwise", async () => {
    const { sync, ids, pages } = setup();
    await sync.run();
    pages.length = 0;
    await sync.run();
    expect(pages).toEqual([1]);
    for (let count = 0; count < 25; count += 1) await sandbox.control("POST", "videos");
    pages.length = 0;
    await sync.run();
    expect(pages).toEqual([1, 2, 1]);
    expect(ids()).toEqual(await accountIds());
    sync.stop();
  });

  it("reads every page when asked to, when a video is missing, and every few hours", async () => {
    const { sync, ids, pages, removed, advance } = setup();
    await sync.run();
    const [gone = ""] = ids();
    await client.videos.remove(gone);
    pages.length = 0;
    await sync.run();
    expect(removed).toEqual([gone]);
    expect(ids()).toEqual(await accountIds());
    pages.length = 0;
    await sync.run("all");
    expect(new Set(pages).size).toBeGreaterThan(6);
    pages.length = 0;
    advance(7 * 3600_000);
    await sync.run();
    expect(new Set(pages).size).toBeGreaterThan(6);
    sync.stop();
  });

  it("honours a rate limit, then continues one page at a time", async () => {
    let responses = 0;
    let inFlight = 0;
    let maxAfterPause = 0;
    const { sync, ids } = setup(async (page, signal) => {
      inFlight += 1;
      const response = await client.videos.listOwn(page, signal).finally(() => {
        if (responses > 4) maxAfterPause = Math.max(maxAfterPause, inFlight);
        inFlight -= 1;
      });
      responses += 1;
      return response;
    });
    const match = { method: "GET", path: "^/api/v1/user/self/video" };
    await sandbox.control("POST", "faults", { kind: "status", status: 429, retryAfter: 1, times: 3, match });
    const startMs = performance.now();
    await sync.run();
    expect(performance.now() - startMs).toBeGreaterThan(1000);
    expect(sync.state().error).toBeNull();
    expect(ids()).toEqual(await accountIds());
    expect(responses).toBeGreaterThan(6);
    expect(maxAfterPause).toBe(1);
    sync.stop();
  });

  it("keeps all videos and reports the error when a page cannot be read", async () => {
    let broken = false;
    const { sync, ids, removed } = setup((page, signal) =>
      broken && page === 3
        ? Promise.reject(new BigGoError("refused", "no such page", { biggoCode: 1007 }))
        : client.videos.listOwn(page, signal),
    );
    await sync.run();
    const { lastSyncedAtMs } = sync.state();
    broken = true;
    await sandbox.control("POST", "videos");
    await sync.run("all");
    expect(ids()).toEqual(await accountIds());
    expect(removed).toEqual([]);
    expect(sync.state()).toMatchObject({ state: "idle", lastSyncedAtMs, error: { retryable: false } });
    sync.stop();
  });

  it("removes a deleted video although the listing has unreadable rows", async () => {
    const { videos } = await client.videos.listOwn(1);
    const old = { ...(videos[9] ?? videos[0]), videoId: "gone long ago", createdAtMs: 0 } as (typeof videos)[number];
    const { sync, cache, removed } = setup(async () => ({
      videos: videos.slice(0, 3),
      unreadable: 1,
      owner: null,
      total: 4,
    }));
    cache.put([old]);
    await sync.run("all");
    expect(removed).toEqual(["gone long ago"]);
    expect(cache.summaries().size).toBe(3);
    sync.stop();
  });

  it("keeps videos that arrived during the first request or that a lagging listing omits", async () => {
    const { videos } = await client.videos.listOwn(1);
    const listed = videos.slice(0, 3);
    const [fresh, lagging] = [videos[4], videos[5]];
    if (fresh === undefined || lagging === undefined) throw new Error("too few videos");
    const fixture = setup(async () => {
      fixture.cache.put([fresh]);
      return { videos: listed, unreadable: 0, owner: null, total: 3 };
    });
    fixture.cache.put([{ ...lagging, createdAtMs: 1_000_000_000 }]);
    await fixture.sync.run("all");
    expect(fixture.removed).toEqual([]);
    expect(fixture.cache.summaries().size).toBe(5);
    fixture.sync.stop();
  });
});

/** Changes the account at random while pages are read, then checks that the cache matches the account. */
async function runSchedule(random: () => number): Promise<void> {
  let changes = 0;
  let changing = Promise.resolve();
  const changeNow = async () => {
    if (random() < 0.5) {
      await sandbox.control("POST", "videos");
      return;
    }
    const ids = await accountIds();
    const victim = ids[Math.floor(random() * ids.length)];
    if (victim !== undefined && ids.length > 90) await client.videos.remove(victim);
  };
  /** Serialised: two concurrent changes could pick the same video to delete, and the second request would fail. */
  const change = async () => {
    changes -= 1;
    changing = changing.then(changeNow);
    await changing;
  };
  const { sync, ids } = setup(async (page, signal) => {
    if (changes > 0 && random() < 0.35) await change();
    const response = await client.videos.listOwn(page, signal);
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 8));
    return response;
  });
  for (const max of [7, 4]) {
    changes = Math.floor(random() * max);
    await sync.run(random() < 0.5 ? "all" : "new");
    expect(sync.state().error).toBeNull();
    expect(ids()).toEqual(await accountIds());
  }
  sync.stop();
}

describe("a sync of a changing account", () => {
  it("leaves the cache equal to the account, for 100 random schedules", async () => {
    const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    const schedule = fc.asyncProperty(chances, (stream) => runSchedule(() => stream.next().value));
    await fc.assert(schedule, { numRuns: 100, endOnFailure: true });
  }, 120_000);
});
