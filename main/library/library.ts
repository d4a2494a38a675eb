import { AppError } from "../../shared/errors.ts";
import type { TaggedProduct, TagHealthReport } from "../../shared/model/product.ts";
import type { DetailsPatch, KnownDetails, LibrarySync, LibraryVideo } from "../../shared/model/video.ts";
import { saysGone } from "../biggo/biggo-error.ts";
import type { Video } from "../biggo/wire/video.ts";
import { ignoringStorageFailure } from "../database/storage-failure.ts";
import { countProducts } from "./count-products.ts";
import { createDeletions, type Deletions } from "./deletions.ts";
import { createEditStore } from "./edit-store.ts";
import { createEdits } from "./edits.ts";
import { createFreshReads } from "./fresh-reads.ts";
import type { LibraryDeps, SavedDetails } from "./library-deps.ts";
import { createNewestVideos, type NewestVideos } from "./newest-videos.ts";
import { fieldsOf, type PendingEdit } from "./pending-edit.ts";
import { awaitsCompletion, withVerdict } from "./processing-state.ts";
import { createSavedViews, type SavedViews } from "./saved-views.ts";
import { createShownVideos, type ShownVideos } from "./shown-videos.ts";
import { createSingleVideos } from "./single-videos.ts";
import { createStatusWatch } from "./status-watch.ts";
import { createSync, type Sync } from "./sync.ts";
import { createTagHealth } from "./tag-health.ts";
import { reportTags } from "./tag-report.ts";
import { createVideoCache } from "./video-cache.ts";
import { createVideoProducts, type KnownProducts } from "./video-products.ts";
import type { VideoSummary } from "./video-summary.ts";

/** The user's own videos: caching, sync, status polling, edits and deletions. */
export interface Library
  extends Pick<NewestVideos, "seen" | "wasSeenBefore" | "catchUp">,
    Pick<Deletions, "offerUndos">,
    Pick<ShownVideos, "search" | "shown" | "shownIds"> {
  /** Named views of the library. */
  views: SavedViews;
  start(): void;
  snapshot(): { videos: LibraryVideo[]; sync: LibrarySync };
  get(videoId: string): LibraryVideo | null;
  /** The video as BigGo last returned it; null when it is not cached. */
  raw(videoId: string): Video | null;
  /** What is counted and compared of every video. */
  all(): VideoSummary[];
  sync: Sync["run"];
  syncState(): LibrarySync;
  /**
   * Throws AppError `not-found` when the video is not in the library. `seen` holds the values of the changed fields
   * that the user saw; it defaults to the cached ones.
   */
  edit(videoId: string, patch: DetailsPatch, seen?: KnownDetails): void;
  saveEdit(videoId: string): void;
  /** Resolves a conflict with changes made elsewhere. */
  resolveConflict(videoId: string, keep: "mine" | "theirs"): void;
  /**
   * The video's products with their ids and the pending edit applied. Falls back to the cached list when BigGo cannot
   * be reached; rejects when there is none, and with AppError `not-found` when the video is not in the library.
   */
  products(videoId: string): Promise<TaggedProduct[]>;
  /** The cached products, by video id. */
  knownProducts(): ReadonlyMap<string, KnownProducts>;
  /** The products of the user's videos that are offline, gone, or changed in price. */
  tagHealth(): TagHealthReport;
  /** The cached products of these videos with the number of videos each is on, most used first. */
  productsOn(videoIds: readonly string[]): { product: TaggedProduct; count: number }[];
  /** The changes to a video that BigGo has not confirmed; null when there are none. */
  pendingEdit(videoId: string): PendingEdit | null;
  /** The video's cached products with the pending edit applied; null when they were never read. */
  cachedProducts(videoId: string): readonly TaggedProduct[] | null;
  /** Deletes the video on BigGo now, without an undo. Rejects with BigGoError. */
  removeNow(videoId: string): Promise<void>;
  delete(videoIds: readonly string[]): { deletionId: string; untilMs: number };
  undoDelete(deletionId: string): boolean;
  /** Stores details the upload engine saved; BigGo never returns the title and the cover's time. */
  rememberDetails(videoId: string, details: SavedDetails): void;
  /** Publishes a video whose upload row changed. */
  touch(videoId: string): void;
  /** Starts polling if videos are processing. */
  watch(): void;
  /** The user is watching: polls soon. */
  pollNow(): void;
  /** The details BigGo has now; the video is cached as well. Rejects with BigGoError. */
  current(videoId: string): Promise<KnownDetails>;
  /** Reads one video from BigGo now. Never rejects. */
  refresh(videoId: string): Promise<void>;
  /** Resumes work after the network is back. */
  resume(): void;
  stop(): void;
}

/** Builds the library over an open database. */
export function createLibrary(deps: LibraryDeps): Library {
  const { database, onUnreadable, now, after, monotonicNow } = deps;
  const cache = createVideoCache(database, onUnreadable);
  const reads = createFreshReads({ videos: deps.videos, known: cache.get });
  const videos = { ...deps.videos, get: reads.get, listOwn: reads.listOwn };
  const store = createEditStore(database, onUnreadable);
  const products = createVideoProducts(database, onUnreadable);
  const all = () => [...cache.summaries().values()];
  let stopped = false;

  const shown = createShownVideos({
    database,
    cache,
    store,
    products,
    uploadIdOf: deps.uploadIdOf,
    isSending: (videoId) => edits.isSending(videoId),
    hidden: () => deletions.hidden(),
    onChange: deps.onChange,
    after,
  });
  const { publish, withdraw } = shown;

  const cacheVideos = (seen: Video[]) => {
    // If this cannot be stored, it is shown from memory and read again at the next sync.
    ignoringStorageFailure(() => void cache.put(seen));
  };

  const receive = (seen: Video[]) => {
    if (stopped) return;
    cacheVideos(seen);
    publish(seen.map((video) => video.videoId));
    for (const video of seen) deps.onStatus(video.videoId, withVerdict(video, now()));
  };

  const single = createSingleVideos({
    getVideo: videos.get,
    cache,
    store,
    products,
    receive,
    cacheVideos,
    onSaved: reads.saved,
    onProducts: deps.onProducts,
    onChecked: deps.onProductsChecked,
    now,
  });

  const cachedProducts = (videoId: string) =>
    store.get(videoId)?.patch.products ?? products.get(videoId)?.products ?? null;

  const forget = (videoId: string) => {
    cache.remove(videoId);
    products.remove(videoId);
    edits.drop(videoId);
    withdraw([videoId]);
  };

  const edits = createEdits({
    store,
    update: videos.update,
    known: single.known,
    current: single.current,
    explain: (error, patch) => deps.explain(error, patch.products ?? []),
    onChange: (id) => publish([id]),
    onSaved(videoId, patch) {
      single.saved(videoId, patch);
      deps.onDetails(videoId, patch);
    },
    onSignedOut: deps.onSignedOut,
    after,
  });
  const deletions = createDeletions({
    database,
    onUnreadable,
    removeOnBigGo: videos.remove,
    now,
    after,
    onDeleted(videoId) {
      reads.deleted(videoId);
      forget(videoId);
      deps.onDeleted(videoId);
    },
    onRestored: publish,
    onFailed: deps.onDeleteFailed,
  });
  const newest = createNewestVideos({ cache, listOwn: reads.listOwn, sync: () => sync, receive, after, monotonicNow });
  const sync: Sync = createSync({
    cache,
    listOwn: reads.listOwn,
    now,
    after,
    onVideos(videos, changed) {
      publish(changed);
      for (const video of videos) deps.onStatus(video.videoId, withVerdict(video, now()));
    },
    onRemoved(videoIds) {
      for (const videoId of videoIds) products.remove(videoId);
      withdraw(videoIds);
      deps.onGone(videoIds);
    },
    isGone: (videoId) => videos.get(videoId).then(() => false, saysGone),
    onFullSync: () => deps.onFullSync(all()),
    onState() {
      deps.onChange({ upserts: [], removed: [] });
      const { state, error } = sync.state();
      if (state !== "idle") return;
      // Only a sync without an error has read the listing completely.
      if (error === null) newest.markListed();
      watch.pollSoon();
    },
  });
  const watch = createStatusWatch({
    videos,
    pending: () => {
      const unfinished = all().flatMap(({ videoId, complete }) => (complete ? [] : (cache.get(videoId) ?? [])));
      const awaited = unfinished.filter((video) => awaitsCompletion(video, now()));
      return new Set([...deps.uploadsProcessing(), ...awaited.map(({ videoId }) => videoId)]);
    },
    onVideos: receive,
    onGone(videoId) {
      forget(videoId);
      deps.onGone([videoId]);
      deps.onStatus(videoId, null);
    },
    now,
    after,
  });

  const health = createTagHealth({
    candidates: () =>
      all().flatMap(({ videoId, productCount }) =>
        productCount === 0 ? [] : [{ videoId, seenAtMs: products.get(videoId)?.seenAtMs ?? 0 }],
      ),
    check: async (videoId) => void (await single.fetch(videoId)),
    now,
    after,
  });

  const requireVideo = (videoId: string): Video => {
    const video = cache.get(videoId);
    if (video === undefined) throw new AppError("not-found", "The video is not in the library");
    return video;
  };

  return {
    views: createSavedViews(database, onUnreadable),
    start() {
      deletions.resume();
      edits.sendAll();
      void sync.run();
      health.start();
      shown.startIndexing();
    },
    snapshot: () => ({ videos: shown.all(), sync: sync.state() }),
    ...{ shownIds: shown.shownIds, shown: shown.shown, get: shown.get, search: shown.search },
    raw: (videoId) => cache.get(videoId) ?? null,
    all,
    seen: newest.seen,
    wasSeenBefore: newest.wasSeenBefore,
    sync: sync.run,
    catchUp: newest.catchUp,
    syncState: sync.state,
    edit(videoId, patch, seen) {
      requireVideo(videoId);
      edits.edit(videoId, patch, seen);
    },
    saveEdit: edits.send,
    resolveConflict: edits.resolve,
    async products(videoId) {
      requireVideo(videoId);
      return single.list(videoId);
    },
    knownProducts: products.all,
    tagHealth() {
      const tagged = all().flatMap(({ videoId, productCount }) => (productCount > 0 ? [videoId] : []));
      return reportTags(products.all(), tagged);
    },
    productsOn: (videoIds) => countProducts(videoIds.map(cachedProducts)),
    pendingEdit: (videoId) => store.get(videoId) ?? null,
    cachedProducts,
    removeNow: deletions.removeNow,
    delete(videoIds) {
      const scheduled = deletions.schedule(videoIds);
      withdraw([...videoIds]);
      return scheduled;
    },
    undoDelete: deletions.undo,
    offerUndos: deletions.offerUndos,
    rememberDetails(videoId, { title, coverTimeMs, ...saved }) {
      edits.supersede(videoId, fieldsOf({ title, ...saved }));
      store.setTitle(videoId, title);
      if (coverTimeMs !== null) store.setCover(videoId, { timeMs: coverTimeMs, savedAtMs: now() });
      // BigGo has just accepted these values, so later edits are compared with them.
      single.saved(videoId, saved);
      publish([videoId]);
    },
    touch: (videoId) => publish([videoId]),
    watch: watch.start,
    pollNow: watch.pollSoon,
    current: single.current,
    refresh: single.refresh,
    resume() {
      edits.sendAll();
      watch.pollSoon();
      if (sync.state().error !== null) void sync.run();
    },
    stop() {
      stopped = true;
      for (const part of [sync, watch, health, edits, deletions, shown]) part.stop();
    },
  };
}
