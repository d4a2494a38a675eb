import type { CallOutput } from "../../shared/ipc/contract.ts";
import type { Client } from "../bridge/client.ts";
import type { MediaUrls } from "../bridge/media-urls.ts";
import { keepMirror } from "./keep-mirror.ts";
import { createLibraryStore } from "./library-store.ts";
import { createProgressStore } from "./progress-store.ts";
import { readRest } from "./read-rest.ts";
import { createReviewStore } from "./review-store.ts";
import type { Services } from "./services.tsx";
import { createToastStore } from "./toast-store.ts";
import { createUploadsStore } from "./uploads-store.ts";
import { createViewStore } from "./view-store.ts";
import { placeInAddress, showInAddress } from "./view-url.ts";

/** Builds the stores over a client and keeps the mirrors in step until `stop`. */
export function createServices({ client, media }: { client: Client; media: MediaUrls }): {
  services: Services;
  stop: () => void;
} {
  const library = createLibraryStore();
  const uploads = createUploadsStore();
  const progress = createProgressStore();
  const view = createViewStore(placeInAddress());
  const unfollow = view.subscribe(showInAddress);
  const toasts = createToastStore();
  let newest: CallOutput<"library.snapshot"> | null = null;
  const libraryMirror = keepMirror({
    subscribe: (listener) => client.on("library.changed", listener),
    snapshot: () => client.call("library.snapshot"),
    reset: (snapshot) => {
      library.reset(snapshot);
      newest = snapshot;
      void readRest(snapshot, { client, isCurrent: () => newest === snapshot, onRead: library.complete });
      toasts.offerUndos(snapshot.deletions);
    },
    apply: library.apply,
    failed: library.fail,
  });
  const uploadsMirror = keepMirror({
    subscribe: (listener) => client.on("uploads.changed", listener),
    snapshot: () => client.call("uploads.snapshot"),
    reset: (snapshot) => {
      uploads.reset(snapshot);
      progress.take(snapshot.progress);
    },
    apply: uploads.apply,
    failed: uploads.fail,
  });
  const unsubscribe = [
    client.on("uploads.progress", progress.take),
    client.on("app.restored", () => toasts.add({ kind: "restored" })),
  ];
  const services: Services = {
    client,
    media,
    library,
    uploads,
    progress,
    view,
    toasts,
    reviews: createReviewStore(),
    unsavedDrafts: new Map(),
    refresh: () => {
      libraryMirror.refresh();
      uploadsMirror.refresh();
    },
  };
  return {
    services,
    stop: () => {
      newest = null;
      libraryMirror.stop();
      uploadsMirror.stop();
      for (const stop of unsubscribe) stop();
      unfollow();
    },
  };
}
