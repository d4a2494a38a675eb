import type { VideoPage } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import type { PageReader } from "./read-pages.ts";

/** What one reading of a whole listing saw. */
export interface ListingRead {
  ids: ReadonlySet<string>;
  /** Rows that are no videos; they count in BigGo's total. */
  unreadable: number;
  /** Whether `ids` is what the account held at the moment the reading ended, no more and no less. */
  verified: boolean;
}

/**
 * Reads a listing from its first page to its last, several pages at once. Videos that come or go meanwhile shift the
 * pages, and one can slip through between two of them. The listing is newest first, so what came is on the first page:
 * when every answer named the same total, as many were seen, and the first page, read once more, holds nothing new,
 * then nothing slipped through.
 */
export async function readListing(
  reader: PageReader,
  first: VideoPage,
  take: (videos: Video[], total: number) => void,
): Promise<ListingRead> {
  const ids = new Set<string>();
  let unreadable = 0;
  let steady = true;
  let { total } = first;
  const pageSize = Math.max(1, first.videos.length + first.unreadable);
  const accept = (page: VideoPage) => {
    for (const { videoId } of page.videos) ids.add(videoId);
    unreadable += page.unreadable;
    steady &&= page.total === first.total;
    total = Math.max(total, page.total);
    take(page.videos, page.total);
  };
  accept(first);
  const lastPage = () => Math.ceil(total / pageSize);
  if (lastPage() > 1) {
    await reader.readMany(2, (page) => page <= lastPage(), accept);
    const again = await reader.read(1);
    steady &&= again.total === first.total && again.videos.every(({ videoId }) => ids.has(videoId));
    take(again.videos, again.total);
  }
  return { ids, unreadable, verified: steady && ids.size + unreadable === first.total };
}
