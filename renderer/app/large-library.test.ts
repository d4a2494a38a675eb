import { describe, expect, it, vi } from "vitest";
import { createClient } from "../bridge/client.ts";
import { mediaUrlsAt } from "../bridge/media-urls.ts";
import { createMemoryBridge } from "../bridge/memory-bridge.ts";
import { createServices } from "../state/create-services.ts";

const count = 2500;

/** A page over 2,500 videos, whose calls for those behind the first can be held. */
function setup() {
  const memory = createMemoryBridge({ videos: count, now: () => 1_800_000_000_000 });
  const held: (() => void)[] = [];
  let failures = 0;
  let views: number | null = null;
  const plain = createClient(memory.bridge);
  const client = createClient({
    ...memory.bridge,
    async invoke(name, input) {
      if (name === "library.videos") {
        await new Promise<void>((resolve) => held.push(resolve));
        if (failures > 0) {
          failures -= 1;
          throw new Error("no answer");
        }
      }
      if (name !== "library.videos" || views === null) return memory.bridge.invoke(name, input);
      const { videos } = await plain.call(name, input as { videoIds: string[] });
      return { ok: true, value: { videos: videos.map((video) => ({ ...video, viewCount: views })) } };
    },
  });
  const { services, stop } = createServices({ client, media: mediaUrlsAt("app://x") });
  const state = () => services.library.getState();
  return {
    ...{ memory, plain, services, stop, state },
    /** What calls for further videos say of their views from now on. */
    countViews: (count: number) => {
      views = count;
    },
    fail: (times: number) => {
      failures = times;
    },
    /** Answers one held call. */
    answer: async () => {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), { timeout: 3000 });
      held.shift()?.();
    },
  };
}

describe("a large library", () => {
  it("is shown with its first videos, counted as a whole, and completed in slices", async () => {
    const { state, answer, stop } = setup();
    await vi.waitFor(() => expect(state().loaded).toBe(true));
    expect([state().videos.size, state().unread]).toEqual([300, count - 300]);
    for (let slice = 0; slice < 3; slice += 1) await answer();
    await vi.waitFor(() => expect([state().videos.size, state().unread]).toEqual([count, 0]));
    stop();
  });

  it("keeps what has changed or gone while the others are read", async () => {
    const { memory, plain, state, answer, stop } = setup();
    await vi.waitFor(() => expect(state().loaded).toBe(true));
    const { revision, videoIds, sync } = await plain.call("library.snapshot");
    const [changed = "", gone = ""] = videoIds.slice(-2);
    const { videos } = await plain.call("library.videos", { videoIds: [changed] });
    const upserts = videos.map((video) => ({ ...video, viewCount: 987_654 }));
    memory.publish("library.changed", { revision: revision + 1, upserts, removed: [gone], sync });
    for (let slice = 0; slice < 3; slice += 1) await answer();
    await vi.waitFor(() => expect(state().unread).toBe(0));
    expect(state().videos.get(changed)?.viewCount).toBe(987_654);
    expect(state().videos.has(gone)).toBe(false);
    stop();
  });

  it("reads a slice again that had no answer", async () => {
    const { state, answer, fail, stop } = setup();
    await vi.waitFor(() => expect(state().loaded).toBe(true));
    fail(1);
    for (let call = 0; call < 4; call += 1) await answer();
    await vi.waitFor(() => expect(state().videos.size).toBe(count));
    stop();
  });

  it("keeps its videos in sight when it is read again, and takes nothing from the earlier reading", async () => {
    const { plain, services, state, answer, countViews, stop } = setup();
    await vi.waitFor(() => expect(state().loaded).toBe(true));
    for (let slice = 0; slice < 3; slice += 1) await answer();
    await vi.waitFor(() => expect(state().unread).toBe(0));
    const last = (await plain.call("library.snapshot")).videoIds.at(-1) ?? "";
    countViews(1_234_567);
    services.refresh();
    for (let slice = 0; slice < 3; slice += 1) {
      await answer();
      expect([state().videos.size, state().unread]).toEqual([count, 0]);
    }
    await vi.waitFor(() => expect(state().videos.get(last)?.viewCount).toBe(1_234_567));
    stop();
  });
});
