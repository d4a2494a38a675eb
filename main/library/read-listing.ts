import type { VideoPage } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { PageReader } from "./read-pages.ts";

/** The result of reading a whole listing once. */
export interface ListingRead {
  ids: ReadonlySet<string>;
  /** Rows that are not valid videos; BigGo's total includes them. */
  unreadable: number;
  /** Whether `ids` is exactly the set of videos in the account when the read ended. */
  verified: boolean;
}

/**
 * Reads a listing from the first page to the last, several pages at once. Videos added or deleted meanwhile shift the
 * pages, so one can be missed between two of them. The listing is newest first, so a new video is on the first page:
 * no video was missed when every page reported the same total, that many were seen, and the first page, read again at
 * the end, has nothing new.
 */
export async function readListing(
  reader: PageReader,
  first: VideoPage,
  take: (videos: Video[], total: number) => void,
): Promise<ListingRead> {
  const ids = new Set<string>();
  let unreadable = 0;
  let stable = true;
  let ended = false;
  let { total } = first;
  const pageSize = Math.max(1, first.videos.length + first.unreadable);
  const accept = (page: VideoPage) => {
    const knownBefore = ids.size;
    for (const { videoId } of page.videos) ids.add(videoId);
    unreadable += page.unreadable;
    // A total that is too large must not be followed page by page: neither over empty pages nor over repeated ones.
    ended ||= ids.size === knownBefore;
    stable &&= page.total === first.total;
    total = Math.max(total, page.total);
    take(page.videos, page.total);
  };
  accept(first);
  const lastPage = () => Math.ceil(total / pageSize);
  if (lastPage() > 1) {
    await reader.readMany(2, (page) => !ended && page <= lastPage(), accept);
    const firstAgain = await reader.read(1);
    stable &&= firstAgain.total === first.total && firstAgain.videos.every(({ videoId }) => ids.has(videoId));
    take(firstAgain.videos, firstAgain.total);
  }
  return { ids, unreadable, verified: stable && ids.size + unreadable === first.total };
}
