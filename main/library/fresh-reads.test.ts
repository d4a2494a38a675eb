import { expect, it } from "vitest";
import type { VideoPage } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { createFreshReads } from "./fresh-reads.ts";

/** Reads that are answered when the test says so. */
function stage() {
  const answers: ((video: Video) => void)[] = [];
  const pages: ((page: VideoPage) => void)[] = [];
  const reads = createFreshReads({
    videos: {
      get: () => new Promise((resolve) => answers.push(resolve)),
      listOwn: () => new Promise((resolve) => pages.push(resolve)),
    },
    known: (videoId) => sampleVideo(videoId, { description: "saved" }),
  });
  return { reads, answers, pages };
}

const pageOf = (...ids: string[]): VideoPage => ({
  videos: ids.map((videoId) => sampleVideo(videoId, { description: "listed" })),
  unreadable: 0,
  total: 40,
  owner: null,
});

it("lays what was saved meanwhile over a listing that was under way", async () => {
  const { reads, pages } = stage();
  const listed = reads.listOwn(1);
  reads.saved("a");
  pages[0]?.(pageOf("a", "b"));
  expect((await listed).videos.map(({ description }) => description)).toEqual(["saved", "listed"]);
});

it("leaves out what was deleted meanwhile, and counts it as a row all the same: the page is no shorter", async () => {
  const { reads, pages } = stage();
  const listed = reads.listOwn(1);
  reads.deleted("a");
  pages[0]?.(pageOf("a", "b"));
  expect(await listed).toMatchObject({ videos: [{ videoId: "b" }], unreadable: 1, total: 40 });
});

it("takes a listing that was asked for after the change as it is", async () => {
  const { reads, pages } = stage();
  reads.saved("a");
  const listed = reads.listOwn(1);
  pages[0]?.(pageOf("a"));
  expect((await listed).videos[0]?.description).toBe("listed");
});

it("asks again for a video that was saved while it was read, but not for ever", async () => {
  const { reads, answers } = stage();
  const read = reads.get("a");
  for (let at = 0; at < 3; at += 1) {
    reads.saved("a");
    answers[at]?.(sampleVideo("a", { description: `answer ${at}` }));
    await new Promise(setImmediate);
  }
  expect((await read).description).toBe("answer 2");
  expect(answers).toHaveLength(3);
});
