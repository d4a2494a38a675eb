import { describe, expect, it } from "vitest";
import type { VideoPage } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createFreshReads } from "./fresh-reads.ts";

/** Reads whose responses the test resolves. */
function setup() {
  const responses: ((video: Video) => void)[] = [];
  const pages: ((page: VideoPage) => void)[] = [];
  const reads = createFreshReads({
    videos: {
      get: () => new Promise((resolve) => responses.push(resolve)),
      listOwn: () => new Promise((resolve) => pages.push(resolve)),
    },
    known: (videoId) => sampleVideo(videoId, { description: "saved" }),
  });
  return { reads, responses, pages };
}

const pageOf = (...ids: string[]): VideoPage => ({
  videos: ids.map((videoId) => sampleVideo(videoId, { description: "listed" })),
  unreadable: 0,
  total: 40,
  owner: null,
});

describe("createFreshReads", () => {
  it("applies changes saved meanwhile to a listing in flight", async () => {
    const { reads, pages } = setup();
    const listed = reads.listOwn(1);
    reads.saved("a");
    pages[0]?.(pageOf("a", "b"));
    expect((await listed).videos.map(({ description }) => description)).toEqual(["saved", "listed"]);
  });

  it("drops videos deleted meanwhile but counts their rows, so that the page is no shorter", async () => {
    const { reads, pages } = setup();
    const listed = reads.listOwn(1);
    reads.deleted("a");
    pages[0]?.(pageOf("a", "b"));
    expect(await listed).toMatchObject({ videos: [{ videoId: "b" }], unreadable: 1, total: 40 });
  });

  it("returns a listing requested after the change as it is", async () => {
    const { reads, pages } = setup();
    reads.saved("a");
    const listed = reads.listOwn(1);
    pages[0]?.(pageOf("a"));
    expect((await listed).videos[0]?.description).toBe("listed");
  });

  it("reads a video that was saved meanwhile again, a limited number of times", async () => {
    const { reads, responses } = setup();
    const read = reads.get("a");
    for (let index = 0; index < 3; index += 1) {
      reads.saved("a");
      responses[index]?.(sampleVideo("a", { description: `response ${index}` }));
      await new Promise(setImmediate);
    }
    expect((await read).description).toBe("response 2");
    expect(responses).toHaveLength(3);
  });
});
