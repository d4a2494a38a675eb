import { describe, expect, it } from "vitest";
import { isoDuration, type VideoView, videoShape } from "./video-shape.ts";
import type { VideoRecord } from "./video-store.ts";

const record: VideoRecord = {
  video_id: "v1",
  userid: "me",
  title: "a title that is never sent",
  description: "d",
  access: 1,
  products: [{ nindex: "x", oid: "gone" }],
  thumbnail_ms: 500,
  size: 10,
  sha256: null,
  file_name: "a.mp4",
  file: null,
  mime: "video/mp4",
  length_ms: 12_345,
  width: 1080,
  height: 1920,
  created_ms: Date.UTC(2023, 2, 1),
  ready_ms: Date.UTC(2023, 2, 1) + 1000,
  edited: 0,
  views: 3,
  likes: 2,
  comments: 1,
  deleted: 0,
  removed: 0,
  failed: null,
};
const view: VideoView = {
  owner: { userid: "me", at_userid: "me.lab", name: "Me", description: "" },
  viewer: "me",
  nowMs: record.ready_ms,
  baseUrl: "http://127.0.0.1:1",
  intermediateStatuses: false,
  findProduct: () => null,
};
const shown = (recordChanges: Partial<VideoRecord> = {}, viewChanges: Partial<VideoView> = {}) =>
  videoShape({ ...record, ...recordChanges }, { ...view, ...viewChanges }, "full");

describe("videoShape", () => {
  it("returns a finished video's container metadata and never its title", () => {
    const video = shown();
    expect(video.status).toEqual({ processing: false, process_status: 13, process_status_kw: ["complete"] });
    expect(video.meta).toMatchObject({ length: 12.345, iso8601_length: "PT12S", aspect_ratio: "0.5625", download: [] });
    expect(video.created_at).toBe("2023-03-01T00:00:00.0000");
    expect(video).toMatchObject({ limit: 1, access: 1, name: "Me", timestamp: 1_677_628_800, is_private: true });
    expect(JSON.stringify(video)).not.toContain("a title that is never sent");
  });

  it("sends no meta while a video is processed, and an empty download as a list", () => {
    expect(shown().meta?.download).toEqual([]);
    const video = shown({}, { nowMs: record.created_ms });
    expect(video.meta).toBeNull();
    expect(video.status).toEqual({ processing: true, process_status: 0, process_status_kw: ["in queue"] });
  });

  it("sends undocumented statuses only when enabled", () => {
    const numbers = [0, 300, 600, 950, 1000].map(
      (afterMs) => shown({}, { nowMs: record.created_ms + afterMs, intermediateStatuses: true }).status.process_status,
    );
    expect(numbers).toEqual([1, 5, 9, 11, 13]);
    expect(shown({ failed: "transcode error" }).status).toMatchObject({ processing: false, process_status: 0 });
    expect(shown({ failed: "x" }, { intermediateStatuses: true }).status.process_status).toBe(99);
  });
});

describe("isoDuration", () => {
  it("formats a duration in ISO 8601", () => {
    expect([0, 900, 65_000, 3_600_000, 3_725_000].map(isoDuration)).toEqual([
      "PT0S",
      "PT1S",
      "PT1M5S",
      "PT1H",
      "PT1H2M5S",
    ]);
  });
});
