import { describe, expect, it } from "vitest";
import type { VideoPage } from "../biggo/videos.ts";
import { readListing } from "./read-listing.ts";
import { createPageReader } from "./read-pages.ts";

/** Reads a listing whose pages are what `idsOf` returns, all of this total; returns how many were requested. */
async function pagesOf(total: number, idsOf: (page: number) => string[]): Promise<number> {
  let requests = 0;
  const list = async (page: number) => {
    requests += 1;
    if (requests > 1000) throw new Error("it does not end");
    const videos = idsOf(page).map((videoId) => ({ videoId }));
    return { videos, unreadable: 0, total, owner: null } as unknown as VideoPage;
  };
  const reader = createPageReader({ list, after: () => () => {}, signal: new AbortController().signal });
  const { verified } = await readListing(reader, await list(1), () => {});
  expect(verified).toBe(false);
  return requests;
}

describe("a listing ends when a page brings nothing new, whatever the total says", () => {
  it.each([
    ["the first page again and again", () => ["a", "b"]],
    ["the last page again and again", (page: number) => [`v${Math.min(page, 3)}`]],
    ["nothing after some pages", (page: number) => (page < 3 ? [`v${page}`] : [])],
  ])("%s", async (_name, idsOf) => {
    for (const total of [10_000, 10_000_000]) expect(await pagesOf(total, idsOf)).toBeLessThan(15);
  });
});
