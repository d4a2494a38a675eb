import { beforeEach, describe, expect, it, vi } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createStatusWatch } from "./status-watch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

/** A watch over one video that BigGo returns from `visibleFromMs` on; null: never. */
function startWatch(visibleFromMs: number | null) {
  const seen: string[] = [];
  const gone: { videoId: string; atMs: number }[] = [];
  const startMs = Date.now();
  const videos: Pick<VideosApi, "get" | "listOwn"> = {
    async get(videoId) {
      if (visibleFromMs !== null && Date.now() - startMs >= visibleFromMs) return sampleVideo(videoId);
      throw new BigGoError("refused", "does not exist", { biggoCode: 1004 });
    },
    listOwn: async () => ({ videos: [], unreadable: 0, total: 0, owner: null }),
  };
  const watch = createStatusWatch({
    videos,
    pending: () => new Set(seen.length + gone.length > 0 ? [] : ["v"]),
    onVideos: (received) => seen.push(...received.map(({ videoId }) => videoId)),
    onGone: (videoId) => gone.push({ videoId, atMs: Date.now() - startMs }),
    now: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  watch.start();
  return { seen, gone };
}

describe("createStatusWatch", () => {
  it("does not report a new video as gone while BigGo does not return it yet", async () => {
    const { seen, gone } = startWatch(40_000);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(seen).toEqual(["v"]);
    expect(gone).toEqual([]);
  });

  it("reports a video as gone after repeated polls over a minute", async () => {
    const { gone } = startWatch(null);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(gone).toEqual([]);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(gone).toMatchObject([{ videoId: "v" }]);
  });
});
