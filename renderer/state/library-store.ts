import { replaceEqualDeep } from "@tanstack/react-query";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppErrorValue } from "../../shared/errors.ts";
import type { CallOutput } from "../../shared/ipc/contract.ts";
import type { TopicPayload } from "../../shared/ipc/topics.ts";
import { type LibrarySync, type LibraryVideo, nothingSynced } from "../../shared/model/video.ts";

/** The page's mirror of the library. */
export interface LibraryState {
  readonly loaded: boolean;
  readonly videos: ReadonlyMap<string, LibraryVideo>;
  /** How many more videos there are that are still being read. */
  readonly unread: number;
  readonly sync: LibrarySync;
  /** Ids that left the library; an upload row of such a video must not bring its card back. */
  readonly gone: ReadonlySet<string>;
  /** Why no snapshot could be read. */
  readonly error: AppErrorValue | null;
}

/** The store of the library and the actions on it. */
export type LibraryStore = StoreApi<LibraryState> & {
  reset(snapshot: CallOutput<"library.snapshot">): void;
  /** Adds the videos that the snapshot did not contain. What has changed or gone since it stays as it is. */
  complete(videos: readonly LibraryVideo[]): void;
  apply(change: TopicPayload<"library.changed">): void;
  fail(error: AppErrorValue): void;
};

/** Keeps the last sync's error while the next one runs, so that a banner about it does not flicker. */
function withLastError(sync: LibrarySync, before: LibrarySync): LibrarySync {
  return sync.state === "syncing" && sync.error === null ? { ...sync, error: before.error } : sync;
}

/** Creates an empty store, to be filled by a mirror. */
export function createLibraryStore(): LibraryStore {
  const store = createStore<LibraryState>(() => ({
    loaded: false,
    videos: new Map(),
    unread: 0,
    sync: nothingSynced,
    gone: new Set(),
    error: null,
  }));
  /** Ids of videos that have changed or gone since the snapshot. */
  const changed = new Set<string>();
  return Object.assign(store, {
    reset: (snapshot: CallOutput<"library.snapshot">) => {
      const videos = new Map(snapshot.videos.map((video) => [video.videoId, video]));
      const before = store.getState();
      const known = new Set(snapshot.videoIds);
      changed.clear();
      // The library was read before: what it showed stays until the others are read again.
      for (const [id, video] of before.videos) if (known.has(id) && !videos.has(id)) videos.set(id, video);
      const left = [...before.videos.keys(), ...before.gone].filter((id) => !known.has(id));
      const unread = known.size - videos.size;
      store.setState({ loaded: true, videos, unread, sync: snapshot.sync, gone: new Set(left), error: null });
    },
    complete: (added: readonly LibraryVideo[]) => {
      const videos = new Map(store.getState().videos);
      for (const video of added) if (!changed.has(video.videoId)) videos.set(video.videoId, video);
      store.setState({ videos, unread: 0 });
    },
    apply: (change: TopicPayload<"library.changed">) => {
      const before = store.getState();
      for (const id of [...change.upserts.map(({ videoId }) => videoId), ...change.removed]) changed.add(id);
      const sync = withLastError(change.sync, before.sync);
      // Main republishes a video that it polled; one that is unchanged must not cause a re-sort of the whole library.
      const upserts = change.upserts.filter((video) => {
        const known = before.videos.get(video.videoId);
        return known === undefined || replaceEqualDeep(known, video) !== known;
      });
      if (upserts.length === 0 && change.removed.length === 0) return store.setState({ sync });
      const videos = new Map(before.videos);
      const gone = new Set(before.gone);
      for (const id of change.removed) if (videos.delete(id)) gone.add(id);
      for (const video of upserts) {
        videos.set(video.videoId, video);
        gone.delete(video.videoId);
      }
      store.setState({ videos, gone, sync });
    },
    fail: (error: AppErrorValue) => store.setState({ error }),
  });
}
