import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { apiVideoSchema } from "../biggo/wire/api-video.ts";
import { toVideo } from "../biggo/wire/video.ts";
import { openDatabase } from "../database/open-database.ts";
import { createVideoCache } from "./video-cache.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "odd-videos-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const openCache = () => {
  const { database } = openDatabase(join(folder, "x.sqlite"), { nowMs: 0, onSalvaged: () => {} });
  return { database, cache: createVideoCache(database) };
};

describe("a listed video with timestamp 1764000000000000", () => {
  it.each([
    [{ timestamp: 1_764_000_000_000_000 }, 1_764_000_000_000],
    [{ timestamp: 1_764_000_000.123456 }, 1_764_000_000_123],
    [{ timestamp: -1e300, view_count: 1e300, meta: { length: 1e300, aspect_ratio: 1e-300 } }, 0],
    [{ timestamp: "9".repeat(400), description: "\ud800".repeat(200_000) }, 0],
  ])("does not keep the cache from opening again", (fields, createdAtMs) => {
    const video = toVideo(apiVideoSchema.parse({ video_id: "v", ...fields }));
    const before = openCache();
    before.cache.put([video]);
    before.database.close();
    const after = openCache();
    expect(after.cache.get("v")).toEqual(video);
    expect(video.createdAtMs).toBe(createdAtMs);
    after.database.close();
  });
});
