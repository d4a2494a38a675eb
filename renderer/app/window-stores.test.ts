import { describe, expect, it, vi } from "vitest";
import { createClient } from "../bridge/client.ts";
import { mediaUrlsAt } from "../bridge/media-urls.ts";
import { createMemoryBridge } from "../bridge/memory-bridge.ts";
import { sortItems } from "../items/filter-items.ts";
import { mergeItems } from "../items/library-items.ts";
import { createServices } from "../state/create-services.ts";

async function setup() {
  const memory = createMemoryBridge({ videos: 20, now: () => 1_800_000_000_000 });
  const { services, stop } = createServices({ client: createClient(memory.bridge), media: mediaUrlsAt("app://x") });
  await vi.waitFor(() => expect(services.uploads.getState().loaded && services.library.getState().loaded).toBe(true));
  const items = () => {
    const { videos, gone } = services.library.getState();
    const { uploads, arrivals } = services.uploads.getState();
    return sortItems(mergeItems({ videos, gone, uploads, arrivals }), "newest", "en");
  };
  return { memory, services, stop, items };
}

describe("createServices", () => {
  it("replaces an upload with its video in place", async () => {
    const { memory, services, stop, items } = await setup();
    const before = items().map((item) => item.key);
    expect(items().find((item) => item.key === "u2")?.video).toBeNull();
    for (let step = 0; step < 60; step += 1) memory.advance(2000);
    const card = items().find((item) => item.key === "u2");
    expect(card?.video?.videoId).toBe("new-u2");
    expect(items().map((item) => item.key)).toEqual(before);
    await services.client.call("uploads.clearFinished");
    expect(items().map((item) => item.key)).toEqual(before);
    stop();
  });

  it("keeps the library's identity when an unchanged video is published again", async () => {
    const { memory, services, stop } = await setup();
    const { videos } = services.library.getState();
    const [video] = videos.values();
    if (video === undefined) throw new Error("no video");
    const { sync } = services.library.getState();
    const publish = (revision: number, viewCount: number) =>
      memory.publish("library.changed", { revision, upserts: [{ ...video, viewCount }], removed: [], sync });
    const { revision } = await services.client.call("library.snapshot");
    publish(revision + 1, video.viewCount);
    expect(services.library.getState().videos).toBe(videos);
    publish(revision + 2, video.viewCount + 1);
    expect(services.library.getState().videos.get(video.videoId)?.viewCount).toBe(video.viewCount + 1);
    stop();
  });

  it("does not bring back a deleted video's upload", async () => {
    const { memory, services, stop, items } = await setup();
    for (let step = 0; step < 60; step += 1) memory.advance(2000);
    const { deletionId } = await services.client.call("library.delete", { videoIds: ["new-u2"] });
    expect(items().some((item) => item.key === "u2")).toBe(false);
    await services.client.call("library.undoDelete", { deletionId });
    expect(items().some((item) => item.key === "u2")).toBe(true);
    stop();
  });

  it("keeps a sync error visible while the sync is retried", async () => {
    const { memory, services, stop } = await setup();
    const error = { code: "no-network", message: "", retryable: true, details: {} } as const;
    const sync = (revision: number, state: "idle" | "syncing", failed: boolean) =>
      memory.publish("library.changed", {
        revision,
        upserts: [],
        removed: [],
        sync: { state, lastSyncedAtMs: 1, progress: null, error: failed ? error : null },
      });
    const { revision } = await services.client.call("library.snapshot");
    sync(revision + 1, "idle", true);
    sync(revision + 2, "syncing", false);
    expect(services.library.getState().sync).toMatchObject({ state: "syncing", error: { code: "no-network" } });
    sync(revision + 3, "idle", false);
    expect(services.library.getState().sync.error).toBeNull();
    stop();
  });

  it("does not notify list subscribers on byte progress", async () => {
    const { memory, services, stop } = await setup();
    const listener = vi.fn();
    services.uploads.subscribe(listener);
    memory.publish("uploads.progress", {
      rows: [{ id: "u2", sentBytes: 5, totalBytes: 10, bytesPerSecond: 1, secondsLeft: 5 }],
      total: { bytesPerSecond: 1, secondsLeft: 5 },
    });
    expect(listener).not.toHaveBeenCalled();
    expect(services.progress.getState().rows.u2?.sentBytes).toBe(5);
    stop();
  });
});
