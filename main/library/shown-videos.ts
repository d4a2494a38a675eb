import type { DatabaseSync } from "node:sqlite";
import type { LibraryVideo } from "../../shared/model/video.ts";
import type { Video } from "../biggo/wire/video.ts";
import { unlessStorageFails } from "../database/storage-trouble.ts";
import type { EditStore } from "./edit-store.ts";
import { libraryViewOf } from "./library-view.ts";
import { createSearchIndex } from "./search-index.ts";
import type { VideoCache } from "./video-cache.ts";
import type { VideoProducts } from "./video-products.ts";

export interface ShownVideosDeps {
  database: DatabaseSync;
  cache: VideoCache;
  store: EditStore;
  products: VideoProducts;
  uploadIdOf: (videoId: string) => string | null;
  isSending: (videoId: string) => boolean;
  /** Videos that are to look deleted. */
  hidden: () => ReadonlySet<string>;
  onChange: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  after: (ms: number, run: () => void) => () => void;
}

/** The videos as the page sees them: told when they change, and found by their words. */
export interface ShownVideos {
  all(): LibraryVideo[];
  get(videoId: string): LibraryVideo | null;
  search(text: string): string[];
  /** These look different now. */
  publish(videoIds: readonly string[]): void;
  /** These are not to be seen any more. */
  withdraw(videoIds: readonly string[]): void;
  /** Makes up for texts that changed and were not indexed before the app ended, a few at a time. */
  beginIndexing(): void;
  stop(): void;
}

/** So many texts are compared with the index at once; between two such looks the app does something else. */
const indexedAtOnce = 200;
const indexGapMs = 20;

const wordsOf = ({ videoId, title, description }: LibraryVideo) => ({
  videoId,
  text: `${title ?? ""}\n${description}`,
});

/** Builds them over the library's stores. */
export function createShownVideos(deps: ShownVideosDeps): ShownVideos {
  const { database, cache, store, products, after } = deps;
  const index = createSearchIndex(database);
  let cancel = () => {};

  const viewOf = (video: Video): LibraryVideo =>
    libraryViewOf(video, {
      title: store.title(video.videoId),
      edit: store.get(video.videoId),
      sending: deps.isSending(video.videoId),
      uploadId: deps.uploadIdOf(video.videoId),
      cover: store.cover(video.videoId),
      deadProducts: products.deadCount(video.videoId),
    });
  const get = (videoId: string): LibraryVideo | null => {
    const video = cache.get(videoId)?.video;
    return video === undefined ? null : viewOf(video);
  };

  const indexFrom = (videoIds: readonly string[], from: number) => {
    const some = videoIds.slice(from, from + indexedAtOnce).flatMap((videoId) => get(videoId) ?? []);
    // An index that cannot be written now is made up for at the next start.
    unlessStorageFails(() => index.put(some.map(wordsOf)));
    const next = from + indexedAtOnce;
    if (next < videoIds.length) cancel = after(indexGapMs, () => indexFrom(videoIds, next));
  };

  return {
    get,
    all() {
      const hidden = deps.hidden();
      const visible = [...cache.all().values()].filter(({ video }) => !hidden.has(video.videoId));
      return visible.map(({ video }) => viewOf(video));
    },
    search: index.search,
    publish(videoIds) {
      const hidden = deps.hidden();
      const upserts = videoIds.flatMap((videoId) => (hidden.has(videoId) ? [] : (get(videoId) ?? [])));
      if (upserts.length === 0) return;
      deps.onChange({ upserts, removed: [] });
      unlessStorageFails(() => index.put(upserts.map(wordsOf)));
    },
    withdraw(videoIds) {
      if (videoIds.length === 0) return;
      deps.onChange({ upserts: [], removed: [...videoIds] });
      const gone = videoIds.filter((videoId) => cache.get(videoId) === undefined);
      if (gone.length > 0) unlessStorageFails(() => index.remove(gone));
    },
    beginIndexing() {
      const videoIds = [...cache.all().keys()];
      cancel = after(indexGapMs, () => indexFrom(videoIds, 0));
    },
    stop: () => cancel(),
  };
}
