import { describe, expect, it } from "vitest";
import { iterateListing } from "./iterate-listing.ts";
import { parseListing } from "./video-listing.ts";

/** A listing of `count` videos that tests may change while it is read. */
function createListing(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `v${index}`);
  const pages: number[] = [];
  const list = async (page: number) => {
    pages.push(page);
    const data = ids.slice((page - 1) * 20, page * 20).map((video_id) => ({ video_id }));
    return parseListing({ user_video: { data, size: ids.length } });
  };
  return { ids, pages, list };
}

async function collect(iteration: AsyncIterable<{ videoId: string }>, onEach = (_videoId: string) => {}) {
  const collected: string[] = [];
  for await (const { videoId } of iteration) {
    collected.push(videoId);
    onEach(videoId);
  }
  return collected;
}

describe("iterateListing", () => {
  it.each([
    [0, [1]],
    [1, [1]],
    [20, [1, 2]],
    [45, [1, 2, 3]],
  ])("yields all of %i videos and stops at the end", async (count, expectedPages) => {
    const { ids, pages, list } = createListing(count);
    expect(await collect(iterateListing(list))).toEqual(ids);
    expect(pages).toEqual(expectedPages);
  });

  it.each([1000, 10_000_000])("ends when pages bring nothing new, whatever the total says: %i", async (size) => {
    let pages = 0;
    const list = async () => {
      pages += 1;
      return parseListing({ user_video: { data: [{ video_id: "v1" }, { video_id: "v2" }], size } });
    };
    await expect(collect(iterateListing(list))).rejects.toMatchObject({ kind: "not-biggo" });
    expect(pages).toBeLessThan(10);
  });

  it("requests a page only when it is needed", async () => {
    const { pages, list } = createListing(100);
    for await (const { videoId } of iterateListing(list)) if (videoId === "v19") break;
    expect(pages).toEqual([1]);
  });

  it("yields no video twice when new ones are added meanwhile", async () => {
    const { ids, list } = createListing(100);
    const before = [...ids];
    const yielded = await collect(iterateListing(list), (videoId) => {
      if (videoId === "v10" || videoId === "v50") ids.unshift(`new-${videoId}`);
    });
    expect(yielded).toEqual(before);
  });

  it("skips none when every video is deleted as it is yielded", async () => {
    const { ids, list } = createListing(205);
    const before = [...ids];
    const yielded = await collect(iterateListing(list), (videoId) => void ids.splice(ids.indexOf(videoId), 1));
    expect(yielded.toSorted()).toEqual(before.toSorted());
    expect(ids).toEqual([]);
  });

  it("skips none when videos on earlier pages are deleted", async () => {
    const { ids, list } = createListing(100);
    const yielded = await collect(iterateListing(list), (videoId) => {
      if (videoId === "v59") ids.splice(0, 7);
    });
    expect(new Set(yielded).size).toBe(100);
  });

  it("skips rows that are not videos", async () => {
    const list = async () => parseListing({ user_video: { data: [{}, { video_id: "v" }, 3], size: 3 } });
    expect(await collect(iterateListing(list))).toEqual(["v"]);
  });

  it("stops when the server ignores the page number", async () => {
    const { list, pages } = createListing(20);
    const first = await list(1);
    const same = async (page: number) => {
      pages.push(page);
      return { ...first, size: 60 };
    };
    expect(await collect(iterateListing(same))).toHaveLength(20);
  });

  it("rejects when the listing never ends", async () => {
    let next = 0;
    const endless = async () => {
      const data = Array.from({ length: 20 }, () => ({ video_id: next++ }));
      return parseListing({ user_video: { data, size: 40 } });
    };
    await expect(collect(iterateListing(endless))).rejects.toMatchObject({ kind: "not-biggo" });
  });

  it("passes the signal to every request", async () => {
    const { signal } = new AbortController();
    const signals: unknown[] = [];
    const { list } = createListing(30);
    const recording = (page: number, given: AbortSignal | undefined) => {
      signals.push(given);
      return list(page);
    };
    await collect(iterateListing(recording, { signal }));
    expect(signals).toEqual([signal, signal]);
  });
});
