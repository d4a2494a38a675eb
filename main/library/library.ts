import { AppError } from "../../shared/errors.ts";
import type { TaggedProduct, TagHealthReport } from "../../shared/model/product.ts";
import type { Details, DetailsPatch, KnownDetails, LibrarySync, LibraryVideo } from "../../shared/model/video.ts";
import { saysGone } from "../biggo/biggo-error.ts";
import type { Video } from "../biggo/wire/video.ts";
import { unlessStorageFails } from "../database/storage-trouble.ts";
import { countProducts } from "./count-products.ts";
import { createDeletions } from "./deletions.ts";
import { createEditStore } from "./edit-store.ts";
import { createEdits } from "./edits.ts";
import { createFreshReads } from "./fresh-reads.ts";
import type { LibraryDeps } from "./library-deps.ts";
import { createNewestVideos, type NewestVideos } from "./newest-videos.ts";
import type { PendingEdit } from "./pending-edit.ts";
import { createSavedViews, type SavedViews } from "./saved-views.ts";
import { createShownVideos } from "./shown-videos.ts";
import { createSingleVideos } from "./single-videos.ts";
import { createStatusWatch } from "./status-watch.ts";
import { createSync, type Sync } from "./sync.ts";
import { createTagHealth } from "./tag-health.ts";
import { reportTags } from "./tag-report.ts";
import { createVideoCache } from "./video-cache.ts";
import { createVideoProducts, type KnownProducts } from "./video-products.ts";

/** The own videos: cached, synced, watched, edited, deleted. */
export interface Library extends Pick<NewestVideos, "seen" | "wasSeenBefore" | "catchUp"> {
  /** Views of it kept under names. */
  views: SavedViews;
  start(): void;
  snapshot(): { videos: LibraryVideo[]; sync: LibrarySync };
  get(videoId: string): LibraryVideo | null;
  /** The ids of the videos whose title and description hold every word of a text, in no order. */
  search(text: string): string[];
  /** The video as BigGo last told it. */
  raw(videoId: string): Video | null;
  /** Every video as BigGo last told it. */
  all(): Video[];
  sync: Sync["run"];
  syncState(): LibrarySync;
  /**
   * Throws AppError `not-found` when the library does not know the video. `seen`: what the person saw of the changed
   * fields; left out where it is what the library knows now.
   */
  edit(videoId: string, patch: DetailsPatch, seen?: KnownDetails): void;
  saveEdit(videoId: string): void;
  /** Somebody else changed what was changed here: the person has chosen. */
  resolveConflict(videoId: string, keep: "mine" | "theirs"): void;
  /**
   * The video's products with their ids, with what was changed here laid over them. What BigGo cannot be asked for now
   * is taken from its last word; rejects with AppError where there was none.
   */
  products(videoId: string): Promise<TaggedProduct[]>;
  /** What is known of products without asking. */
  knownProducts(): ReadonlyMap<string, KnownProducts>;
  /** Products on own videos that are offline, gone, or changed in price. */
  tagHealth(): TagHealthReport;
  /** The known products of these videos, each with how many of them it is on, most used first. */
  productsOn(videoIds: readonly string[]): { product: TaggedProduct; count: number }[];
  /** What of a video's changes BigGo has not confirmed. */
  pendingEdit(videoId: string): PendingEdit | null;
  /** Its products without asking BigGo, with what was changed here laid over them; null where they were never read. */
  productsAtHand(videoId: string): readonly TaggedProduct[] | null;
  /** Deletes it on BigGo now, without an undo. Rejects with BigGoError. */
  removeNow(videoId: string): Promise<void>;
  delete(videoIds: readonly string[]): { deletionId: string; untilMs: number };
  undoDelete(deletionId: string): boolean;
  /** Details that the upload engine saved: title and cover are known from here alone. */
  rememberDetails(videoId: string, details: Omit<Details, "stayPrivate">): void;
  /** The upload row of a video changed: it looks different now. */
  touch(videoId: string): void;
  /** Something may be processing: see that it is watched. */
  watch(): void;
  /** The person is looking: look now. */
  pollNow(): void;
  /** Fetches one video now. */
  refresh(videoId: string): Promise<void>;
  /** The network is back. */
  resume(): void;
  stop(): void;
}

/** Builds the library over an open database. */
export function createLibrary(deps: LibraryDeps): Library {
  const { database, now, after } = deps;
  const cache = createVideoCache(database);
  const reads = createFreshReads({ videos: deps.videos, known: (videoId) => cache.get(videoId)?.video });
  const videos = { ...deps.videos, get: reads.get, listOwn: reads.listOwn };
  const store = createEditStore(database);
  const products = createVideoProducts(database);
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

  const keepSeen = (seen: Video[]) => {
    // What cannot be stored now is seen again; until then it is shown from memory.
    unlessStorageFails(() => void cache.put(seen));
  };

  const receive = (seen: Video[]) => {
    if (stopped) return;
    keepSeen(seen);
    publish(seen.map((video) => video.videoId));
    for (const video of seen) deps.onStatus(video.videoId, video);
  };

  const single = createSingleVideos({
    getVideo: videos.get,
    cache,
    store,
    products,
    receive,
    keepSeen,
    onSaved: reads.saved,
    onProducts: deps.onProducts,
    onChecked: deps.onProductsChecked,
    now,
  });

  const productsAtHand = (videoId: string) =>
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
  const newest = createNewestVideos({ cache, listOwn: videos.listOwn, sync: () => sync, receive, after });
  const sync: Sync = createSync({
    cache,
    listOwn: videos.listOwn,
    now,
    after,
    onVideos(videos, changed) {
      publish(changed);
      for (const video of videos) deps.onStatus(video.videoId, video);
    },
    onRemoved(videoIds) {
      for (const videoId of videoIds) products.remove(videoId);
      withdraw(videoIds);
      deps.onGone(videoIds);
    },
    isGone: (videoId) => videos.get(videoId).then(() => false, saysGone),
    onWhole: () => deps.onWhole(allSeen()),
    onState() {
      deps.onChange({ upserts: [], removed: [] });
      const { state, error } = sync.state();
      if (state !== "idle") return;
      // Only the whole of it says what was there.
      if (error === null) newest.wholeRead();
      watch.poke();
    },
  });
  const watch = createStatusWatch({
    videos,
    pending: () => {
      const unfinished = [...cache.all().values()].filter(({ video }) => !video.complete && !video.broken);
      return new Set([...deps.uploadsProcessing(), ...unfinished.map(({ video }) => video.videoId)]);
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
      [...cache.all().values()].flatMap(({ video: { videoId, productCount } }) =>
        productCount === 0 ? [] : [{ videoId, seenAtMs: products.get(videoId)?.seenAtMs ?? 0 }],
      ),
    check: async (videoId) => {
      await single.fetch(videoId);
    },
    now,
    after,
  });

  const allSeen = () => [...cache.all().values()].map(({ video }) => video);
  const known = (videoId: string): Video => {
    const video = cache.get(videoId)?.video;
    if (video === undefined) throw new AppError("not-found", "The library does not know this video");
    return video;
  };

  return {
    views: createSavedViews(database),
    start() {
      deletions.resume();
      edits.sendAll();
      void sync.run();
      health.begin();
      shown.beginIndexing();
    },
    snapshot: () => ({ videos: shown.all(), sync: sync.state() }),
    get: shown.get,
    search: shown.search,
    raw: (videoId) => cache.get(videoId)?.video ?? null,
    all: allSeen,
    seen: newest.seen,
    wasSeenBefore: newest.wasSeenBefore,
    sync: sync.run,
    catchUp: newest.catchUp,
    syncState: sync.state,
    edit(videoId, patch, seen) {
      known(videoId);
      edits.edit(videoId, patch, seen);
    },
    saveEdit: edits.send,
    resolveConflict: edits.resolve,
    async products(videoId) {
      known(videoId);
      return single.list(videoId);
    },
    knownProducts: products.all,
    tagHealth() {
      const tagged = allSeen().filter(({ productCount }) => productCount > 0);
      return reportTags(
        products.all(),
        tagged.map(({ videoId }) => videoId),
      );
    },
    productsOn: (videoIds) => countProducts(videoIds.map(productsAtHand)),
    pendingEdit: (videoId) => store.get(videoId) ?? null,
    productsAtHand,
    removeNow: deletions.removeNow,
    delete(videoIds) {
      const scheduled = deletions.schedule(videoIds);
      withdraw([...videoIds]);
      return scheduled;
    },
    undoDelete: deletions.undo,
    rememberDetails(videoId, { title, coverTimeMs, ...told }) {
      store.setTitle(videoId, title);
      if (coverTimeMs !== null) store.setCover(videoId, { timeMs: coverTimeMs, savedAtMs: now() });
      // What BigGo has just taken is what a later edit is measured by.
      single.saved(videoId, told);
      publish([videoId]);
    },
    touch: (videoId) => publish([videoId]),
    watch: watch.begin,
    pollNow: watch.poke,
    refresh: single.refresh,
    resume() {
      edits.sendAll();
      watch.poke();
      if (sync.state().error !== null) void sync.run();
    },
    stop() {
      stopped = true;
      sync.stop();
      watch.stop();
      health.stop();
      edits.stop();
      deletions.stop();
      shown.stop();
    },
  };
}
