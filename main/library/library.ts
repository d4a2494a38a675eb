import type { DatabaseSync } from "node:sqlite";
import { AppError, type AppErrorValue } from "../../shared/errors.ts";
import type { DetailsPatch, LibrarySync, LibraryVideo } from "../../shared/model/video.ts";
import type { VideosApi } from "../biggo/videos.ts";
import type { Video } from "../biggo/wire/video.ts";
import { storageTrouble } from "../database/storage-trouble.ts";
import { createDeletions } from "./deletions.ts";
import { createEditStore } from "./edit-store.ts";
import { createEdits } from "./edits.ts";
import { libraryViewOf } from "./library-view.ts";
import { createStatusWatch } from "./status-watch.ts";
import { createSync } from "./sync.ts";
import { createVideoCache } from "./video-cache.ts";

export interface LibraryDeps {
  database: DatabaseSync;
  videos: VideosApi;
  /** The upload row a video came from, while that row stands. */
  uploadIdOf: (videoId: string) => string | null;
  /** Videos that the upload engine waits for. */
  uploadsProcessing: () => string[];
  onChange: (change: { upserts: LibraryVideo[]; removed: string[] }) => void;
  /** BigGo told a video's state; `null` when it is gone. */
  onStatus: (videoId: string, video: Video | null) => void;
  /** BigGo has confirmed these changes of a video's details. */
  onDetails: (videoId: string, patch: DetailsPatch) => void;
  /** Videos that BigGo no longer has. */
  onGone: (videoIds: string[]) => void;
  /** The key was refused in the middle of the work. */
  onSignedOut: (error: AppErrorValue) => void;
  onDeleted: (videoId: string) => void;
  onDeleteFailed: (videoIds: string[], error: AppErrorValue) => void;
  now: () => number;
  after: (ms: number, run: () => void) => () => void;
}

/** The own videos: cached, synced, watched, edited, deleted. */
export interface Library {
  start(): void;
  snapshot(): { videos: LibraryVideo[]; sync: LibrarySync };
  get(videoId: string): LibraryVideo | null;
  /** The video as BigGo last told it. */
  raw(videoId: string): Video | null;
  /** Every video as BigGo last told it. */
  all(): Video[];
  /** What has been seen so far; `newestKnownMs` is by BigGo's clock, null before the first listing was read. */
  seen(): { libraryMark: number; newestKnownMs: number | null };
  /** Whether the video had been seen at a `mark`. */
  wasSeenBefore(videoId: string, mark: number): boolean;
  sync(): Promise<void>;
  /**
   * Has the newest of BigGo's listing read within the last seconds: resolves when that is so, or could not be done. Never
   * rejects.
   */
  catchUp(): Promise<void>;
  syncState(): LibrarySync;
  /** Throws AppError `not-found` when the library does not know the video. */
  edit(videoId: string, patch: DetailsPatch): void;
  saveEdit(videoId: string): void;
  delete(videoIds: readonly string[]): { deletionId: string; untilMs: number };
  undoDelete(deletionId: string): boolean;
  /** Details that the upload engine saved: the title is known from here alone. */
  rememberTitle(videoId: string, title: string): void;
  /** The upload row of a video changed: it looks different now. */
  touch(videoId: string): void;
  /** Something may be processing: see that it is watched. */
  watch(): void;
  /** The person is looking: look now. */
  lookNow(): void;
  /** Fetches one video now. */
  refresh(videoId: string): Promise<void>;
  /** The network is back. */
  resume(): void;
  stop(): void;
}

/** A listing this old, ms, still says what is on BigGo; a slower read than this is not waited for. */
const freshMs = 10_000;
const catchUpMs = 5000;
/** Nobody makes more pages of videos elsewhere between two looks. */
const mostNewPages = 5;

/** Builds the library over an open database. */
export function createLibrary(deps: LibraryDeps): Library {
  const { database, videos, now, after } = deps;
  const cache = createVideoCache(database);
  const store = createEditStore(database);
  let stopped = false;

  const viewOf = (video: Video): LibraryVideo =>
    libraryViewOf(video, {
      title: store.title(video.videoId),
      edit: store.get(video.videoId),
      sending: edits.isSending(video.videoId),
      uploadId: deps.uploadIdOf(video.videoId),
    });

  const publish = (videoIds: readonly string[]) => {
    const hidden = deletions.hidden();
    const shown = videoIds.flatMap((videoId) => {
      const video = hidden.has(videoId) ? undefined : cache.get(videoId)?.video;
      return video === undefined ? [] : [viewOf(video)];
    });
    if (shown.length > 0) deps.onChange({ upserts: shown, removed: [] });
  };
  const withdraw = (videoIds: string[]) => {
    if (videoIds.length > 0) deps.onChange({ upserts: [], removed: videoIds });
  };

  const keepSeen = (seen: Video[]) => {
    try {
      cache.put(seen, Number(cache.readFact("library.syncNumber") ?? 0));
    } catch (error) {
      // What cannot be stored now is seen again; until then it is shown from memory.
      if (storageTrouble(error) === null) throw error;
    }
  };

  let listedAtMs = Number.NEGATIVE_INFINITY;
  const receive = (seen: Video[]) => {
    if (stopped) return;
    keepSeen(seen);
    publish(seen.map((video) => video.videoId));
    for (const video of seen) deps.onStatus(video.videoId, video);
  };

  /** Reads the listing, newest first, down to what was known before. */
  const readNewest = async () => {
    for (let page = 1; page <= mostNewPages; page += 1) {
      const { videos: listed } = await videos.listOwn(page);
      const reachedKnown = listed.length === 0 || listed.some(({ videoId }) => cache.get(videoId) !== undefined);
      receive(listed);
      if (reachedKnown) break;
    }
    listedAtMs = performance.now();
  };

  const onSaved = (videoId: string, patch: DetailsPatch) => {
    const cached = cache.get(videoId)?.video;
    if (cached === undefined) return;
    const description = patch.description ?? cached.description;
    const access = patch.access ?? cached.access;
    keepSeen([{ ...cached, description, access }]);
    deps.onDetails(videoId, patch);
  };

  const forget = (videoId: string) => {
    cache.remove(videoId);
    edits.drop(videoId);
    withdraw([videoId]);
  };

  const edits = createEdits({
    store,
    update: videos.update,
    onChange: (id) => publish([id]),
    onSaved,
    onSignedOut: deps.onSignedOut,
    after,
  });
  const deletions = createDeletions({
    database,
    removeOnBigGo: videos.remove,
    now,
    after,
    onDeleted(videoId) {
      forget(videoId);
      deps.onDeleted(videoId);
    },
    onRestored: publish,
    onFailed: deps.onDeleteFailed,
  });
  const sync = createSync({
    cache,
    listOwn: videos.listOwn,
    now,
    onVideos(videoIds) {
      publish(videoIds);
      for (const videoId of videoIds) deps.onStatus(videoId, cache.get(videoId)?.video ?? null);
    },
    onRemoved(videoIds) {
      withdraw(videoIds);
      deps.onGone(videoIds);
    },
    onState() {
      deps.onChange({ upserts: [], removed: [] });
      const { state, error } = sync.state();
      if (state !== "idle") return;
      // Only the whole of it says what was there.
      if (error === null) listedAtMs = performance.now();
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
    after,
  });

  const known = (videoId: string): Video => {
    const video = cache.get(videoId)?.video;
    if (video === undefined) throw new AppError("not-found", "The library does not know this video");
    return video;
  };

  return {
    start() {
      deletions.resume();
      edits.sendAll();
      void sync.run();
    },
    snapshot() {
      const hidden = deletions.hidden();
      const shown = [...cache.all().values()].filter(({ video }) => !hidden.has(video.videoId));
      return { videos: shown.map(({ video }) => viewOf(video)), sync: sync.state() };
    },
    get: (videoId) => {
      const video = cache.get(videoId)?.video;
      return video === undefined ? null : viewOf(video);
    },
    raw: (videoId) => cache.get(videoId)?.video ?? null,
    all: () => [...cache.all().values()].map(({ video }) => video),
    seen() {
      const known = [...cache.all().values()];
      const newest = known.reduce((last, { video }) => Math.max(last, video.createdAtMs), 0);
      const asked = known.length > 0 || sync.state().lastSyncedAtMs !== null;
      return { libraryMark: cache.mark(), newestKnownMs: asked ? newest : null };
    },
    wasSeenBefore: (videoId, mark) => (cache.get(videoId)?.firstSeen ?? Number.POSITIVE_INFINITY) <= mark,
    sync: sync.run,
    async catchUp() {
      if (performance.now() - listedAtMs < freshMs) return;
      const tooLong = new Promise<void>((resolve) => after(catchUpMs, resolve));
      const read = sync.state().lastSyncedAtMs === null ? sync.run() : readNewest();
      await Promise.race([read, tooLong]).catch(() => {});
    },
    syncState: sync.state,
    edit(videoId, patch) {
      known(videoId);
      edits.edit(videoId, patch);
    },
    saveEdit: edits.send,
    delete(videoIds) {
      const scheduled = deletions.schedule(videoIds);
      withdraw([...videoIds]);
      return scheduled;
    },
    undoDelete: deletions.undo,
    rememberTitle(videoId, title) {
      store.setTitle(videoId, title);
      publish([videoId]);
    },
    touch: (videoId) => publish([videoId]),
    watch: watch.begin,
    lookNow: watch.poke,
    async refresh(videoId) {
      // A video that was only just sent may not be listed yet; not reaching it now loses nothing, the watch goes on.
      const video = await videos.get(videoId).catch(() => null);
      if (video !== null && !stopped) receive([video]);
    },
    resume() {
      edits.sendAll();
      watch.poke();
      if (sync.state().error !== null) void sync.run();
    },
    stop() {
      stopped = true;
      sync.stop();
      watch.stop();
      edits.stop();
      deletions.stop();
    },
  };
}
