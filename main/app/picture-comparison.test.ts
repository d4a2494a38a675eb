import { describe, expect, it } from "vitest";
import type { PictureRequest } from "../../shared/model/pictures.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createSimClock } from "../foundation/sim-clock.ts";
import { createPictureComparison } from "./picture-comparison.ts";

const video = sampleVideo("v", { coverUrl: "https://biggo.com/cover.jpg", thumbnailUrls: ["a", "b", "c", "d", "e"] });

function setup({ hasPage = true } = {}) {
  const clock = createSimClock();
  const asked: PictureRequest[] = [];
  const comparison = createPictureComparison({
    ask(request) {
      asked.push(request);
      return hasPage;
    },
    after: clock.after,
  });
  return { clock, asked, comparison };
}

describe("createPictureComparison", () => {
  it("asks the page once, and keeps what it says", async () => {
    const { asked, comparison } = setup();
    const first = comparison.compare("upload", video);
    expect(asked).toMatchObject([{ uploadId: "upload", videoId: "v", hasCover: true, thumbnails: 4 }]);
    expect(comparison.video("v")).toBe(video);
    comparison.answer(asked[0]?.requestId ?? "", "different");
    expect(await first).toBe("different");
    expect(await comparison.compare("upload", video)).toBe("different");
    expect(asked).toHaveLength(1);
    expect(comparison.video("v")).toBeNull();
  });

  it("does not know without a page, without pictures, and without an answer in time", async () => {
    expect(await setup({ hasPage: false }).comparison.compare("upload", video)).toBe("unknown");
    const { asked, comparison, clock } = setup();
    const bare = sampleVideo("v", { coverUrl: null, thumbnailUrls: [] });
    expect(await comparison.compare("upload", bare)).toBe("unknown");
    expect(asked).toEqual([]);
    const silent = comparison.compare("upload", video);
    await clock.step();
    expect(await silent).toBe("unknown");
    // It is asked again next time.
    void comparison.compare("upload", video);
    expect(asked).toHaveLength(2);
  });
});
