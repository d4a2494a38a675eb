import { BigGoError } from "./biggo-error.ts";
import type { VideoListing } from "./video-listing.ts";
import type { ApiVideo } from "./wire/api-video.ts";

/** Options of an iteration over a listing. */
export interface IterationOptions {
  /** Ends the iteration with a BigGoError of kind `aborted`. */
  signal?: AbortSignal | undefined;
}

/** Videos per page (source: the published clients). */
const pageSize = 20;

/** As many pages in a row without a new video are no shift by videos that were added meanwhile. */
const maxStalePages = 5;

/** How many more pages than the listing has may be read while it changes. */
const spareReads = 10;

/** Requests a page, from 1. */
type ListPage = (page: number, signal: AbortSignal | undefined) => Promise<VideoListing>;

/**
 * Iterates over all videos of a listing, page by page, newest first; the next page is requested when it is needed. No
 * video is returned twice. Videos that are deleted meanwhile move later ones to pages that were read already: when the
 * total shrinks, as many rows are read again, so deleting videos while iterating skips none. Videos that are added
 * meanwhile may be missing. Rejects with BigGoError; of kind `not-biggo` when the listing does not end within twice its
 * pages.
 */
export async function* iterateListing(list: ListPage, { signal }: IterationOptions = {}): AsyncGenerator<ApiVideo> {
  const seen = new Set<string>();
  let [page, reads, maxReads] = [1, 0, spareReads];
  let previousSize: number | null = null;
  let stalePages = 0;
  for (;;) {
    reads += 1;
    if (reads > maxReads) throw new BigGoError("not-biggo", "The list of videos does not end");
    const { videos, unreadable, size } = await list(page, signal);
    maxReads = Math.max(maxReads, spareReads + Math.ceil((2 * size) / pageSize));

    const fresh = videos.filter(({ videoId }) => !seen.has(videoId));
    stalePages = fresh.length === 0 ? stalePages + 1 : 0;
    if (stalePages >= maxStalePages) throw new BigGoError("not-biggo", "The list of videos does not end");
    for (const video of fresh) {
      if (seen.has(video.videoId)) continue;
      seen.add(video.videoId);
      yield video;
    }

    const shrunkBy = Math.max(0, (previousSize ?? size) - size);
    previousSize = size;
    const rows = videos.length + unreadable;
    const isLast = rows === 0 || (page * pageSize >= size && (rows < pageSize || fresh.length === 0));
    if (shrunkBy > 0 && page > 1) page = Math.max(1, page - Math.ceil(shrunkBy / pageSize));
    else if (isLast) return;
    else page += 1;
  }
}
