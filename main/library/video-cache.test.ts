import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { openDatabase } from "../database/open-database.ts";
import type { UnreadableRow } from "../database/stored-rows.ts";
import { createVideoCache } from "./video-cache.ts";
import { summaryOf } from "./video-summary.ts";

let folder: string;
let database: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "video-cache-"));
  database = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} }).database;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const videos = Array.from({ length: 700 }, (_, n) =>
  sampleVideo(`v${n}`, { createdAtMs: 1000 * n, lengthSeconds: n % 2 === 0 ? null : n / 8, viewCount: n }),
);

describe("createVideoCache", () => {
  it("has every video and its summary after it is opened again", () => {
    const before = createVideoCache(database);
    expect(before.put(videos)).toHaveLength(videos.length);
    const after = createVideoCache(database);
    for (const cache of [before, after]) {
      expect(videos.map(({ videoId }) => cache.get(videoId))).toEqual(videos);
      expect(new Set(cache.summaries().values())).toEqual(new Set(videos.map((video, n) => summaryOf(video, n + 1))));
      expect(cache.mark()).toBe(videos.length);
      expect(cache.put(videos)).toEqual([]);
    }
    expect(after.summaries().keys().next().value).toBe("v699");
  });

  it("reads the summaries at the start, and no video", () => {
    createVideoCache(database).put(videos);
    const plan = "EXPLAIN SELECT video_id, created_at_ms, first_seen, summary FROM video ORDER BY created_at_ms DESC";
    const steps = database.prepare(plan).all();
    const tableCursor = steps.find(({ opcode }) => opcode === "OpenRead")?.p1;
    expect(steps.filter(({ opcode, p1 }) => opcode === "Column" && p1 === tableCursor)).toEqual([]);
    expect(steps.filter(({ opcode }) => opcode === "Function")).toEqual([]);
  });

  it("leaves out a video that turns out to be malformed, reports it once, and counts it as seen before any upload", () => {
    createVideoCache(database).put(videos.slice(0, 3));
    database.exec(`UPDATE video SET video = json_set(video, '$.access', 'sideways') WHERE video_id = 'v1'`);
    const unreadable: UnreadableRow[] = [];
    const cache = createVideoCache(database, (row) => unreadable.push(row));
    expect([cache.get("v1"), cache.get("v1"), cache.get("v0")]).toEqual([undefined, undefined, videos[0]]);
    expect(unreadable).toEqual([{ table: "video", key: "v1" }]);
    expect([...cache.summaries().keys()]).toEqual(["v2", "v0"]);
    expect(cache.put(videos.slice(0, 3))).toEqual(["v1"]);
    expect([cache.get("v1"), cache.summaries().get("v1")?.firstSeen]).toEqual([videos[1], 0]);
  });

  it("shows what could not be stored, and stores it when it is seen again", () => {
    const cache = createVideoCache(database);
    cache.put(videos.slice(0, 1));
    const changed = sampleVideo("v0", { description: "changed" });
    database.exec("PRAGMA query_only = ON");
    expect(() => cache.put([changed, sampleVideo("new")])).toThrow();
    expect([cache.get("v0"), cache.get("new"), cache.mark()]).toEqual([changed, sampleVideo("new"), 2]);
    database.exec("PRAGMA query_only = OFF");
    expect(createVideoCache(database).get("v0")).toEqual(videos[0]);
    expect(cache.put([changed, sampleVideo("new")])).toEqual(["v0", "new"]);
    expect(cache.put([changed, sampleVideo("new")])).toEqual([]);
    const reopened = createVideoCache(database);
    expect([reopened.get("v0"), reopened.get("new"), reopened.mark()]).toEqual([changed, sampleVideo("new"), 2]);
  });
});
