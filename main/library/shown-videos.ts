import type { DatabaseSync } from "node:sqlite";
import type { LibraryVideo } from "../../shared/model/video.ts";
import type { Video } from "../biggo/wire/video.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import type { After } from "../foundation/clock.ts";
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
  /** Ids of videos to hide because their deletion is pending. */
  hidden: () => ReadonlySet<string>;
  onChange: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  after: After;
}

/** The videos as the renderer sees them: publishes their changes, and searches their texts. */
export interface ShownVideos {
  all(): LibraryVideo[];
  /** Ids of all of them, the newest first. */
  shownIds(): string[];
  /** Those of these videos that are shown. */
  shown(videoIds: readonly string[]): LibraryVideo[];
  get(videoId: string): LibraryVideo | null;
  /** Ids of the videos whose title and description contain every word of a text, in no particular order. */
  search(text: string): string[];
  /** Publishes videos that changed. */
  publish(videoIds: readonly string[]): void;
  /** Publishes that videos are removed or hidden. */
  withdraw(videoIds: readonly string[]): void;
  /** Indexes, in small batches, the texts that a change made outdated shortly before the app last ended. */
  startIndexing(): void;
  stop(): void;
}

/** When outdated texts are indexed after the start, and the pause between batches that keeps the app responsive, ms. */
const indexDelayMs = 1000;
const indexGapMs = 20;
const indexBatchSize = 50;

const searchTextOf = ({ videoId, title, description }: LibraryVideo) => ({
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
    const video = cache.get(videoId);
    return video === undefined ? null : viewOf(video);
  };

  const visible = () => {
    const hidden = deps.hidden();
    return [...cache.summaries().values()].filter(({ videoId }) => !hidden.has(videoId));
  };

  const shown = (videoIds: readonly string[]) => {
    const hidden = deps.hidden();
    return videoIds.flatMap((videoId) => (hidden.has(videoId) ? [] : (get(videoId) ?? [])));
  };

  const indexFrom = (videoIds: readonly string[], from: number) => {
    const batch = videoIds.slice(from, from + indexBatchSize);
    // If the index cannot be written now, the next start catches up.
    ignoringStorageFailure(() => {
      index.put(batch.flatMap((videoId) => get(videoId) ?? []).map(searchTextOf));
      index.remove(batch.filter((videoId) => !cache.summaries().has(videoId)));
    });
    const next = from + indexBatchSize;
    if (next < videoIds.length) cancel = after(indexGapMs, () => indexFrom(videoIds, next));
  };

  return {
    get,
    all: () => visible().flatMap(({ videoId }) => get(videoId) ?? []),
    shownIds: () =>
      visible()
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
        .map(({ videoId }) => videoId),
    shown,
    search: index.search,
    publish(videoIds) {
      const upserts = shown(videoIds);
      if (upserts.length === 0) return;
      deps.onChange({ upserts, removed: [] });
      ignoringStorageFailure(() => index.put(upserts.map(searchTextOf)));
    },
    withdraw(videoIds) {
      if (videoIds.length === 0) return;
      deps.onChange({ upserts: [], removed: [...videoIds] });
      const gone = videoIds.filter((videoId) => !cache.summaries().has(videoId));
      if (gone.length > 0) ignoringStorageFailure(() => index.remove(gone));
    },
    startIndexing() {
      cancel = after(indexDelayMs, () => ignoringStorageFailure(() => indexFrom(index.outdated(), 0)));
    },
    stop: () => cancel(),
  };
}
