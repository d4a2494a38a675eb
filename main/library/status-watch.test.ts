import { beforeEach, expect, it, vi } from "vitest";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { VideosApi } from "../biggo/videos.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createStatusWatch } from "./status-watch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

/** A watch over one video that BigGo tells of from a moment on, ms; null: never. */
function watching(toldFromMs: number | null) {
  const seen: string[] = [];
  const gone: { videoId: string; atMs: number }[] = [];
  const begin = Date.now();
  const videos: Pick<VideosApi, "get" | "listOwn"> = {
    async get(videoId) {
      if (toldFromMs !== null && Date.now() - begin >= toldFromMs) return sampleVideo(videoId);
      throw new BigGoError("refused", "does not exist", { biggoCode: 1004 });
    },
    listOwn: async () => ({ videos: [], unreadable: 0, total: 0, owner: null }),
  };
  const watch = createStatusWatch({
    videos,
    pending: () => new Set(seen.length + gone.length > 0 ? [] : ["v"]),
    onVideos: (told) => seen.push(...told.map(({ videoId }) => videoId)),
    onGone: (videoId) => gone.push({ videoId, atMs: Date.now() - begin }),
    now: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  watch.begin();
  return { seen, gone };
}

it("does not take a video to be gone that BigGo does not tell of for a while after it came", async () => {
  const { seen, gone } = watching(40_000);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(seen).toEqual(["v"]);
  expect(gone).toEqual([]);
});

it("takes one to be gone when BigGo has said so again and again", async () => {
  const { gone } = watching(null);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(gone).toEqual([]);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(gone).toMatchObject([{ videoId: "v" }]);
});
