import type { DayPoint, InsightReport } from "../../shared/model/insight.ts";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { nothingSynced } from "../../shared/model/video.ts";
import type { Library } from "../library/library.ts";
import type { Others } from "../library/others.ts";
import type { Handlers } from "./answer-call.ts";

export interface LibraryHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  library: () => Library;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => Library;
  /** These products were tagged on a video. */
  usedProducts: (products: readonly TaggedProduct[]) => void;
  others: () => Others;
  insight: () => {
    report(days: number): InsightReport;
    ofVideo(videoId: string, days: number): DayPoint[];
  };
  hasWorkspace: () => boolean;
  revision: () => number;
  /** Many videos have been read. */
  onRead: () => void;
}

/** How many videos the page gets at first: more than the largest window shows. */
const firstVideos = 300;

type LibraryCalls = Extract<keyof Handlers, `library.${string}` | `others.${string}` | `insight.${string}`>;

/** Calls on own videos, others' videos and figures. */
export function libraryHandlers({
  library,
  writable,
  usedProducts,
  others,
  insight,
  hasWorkspace,
  revision,
  onRead,
}: LibraryHandlerDeps): Pick<Handlers, LibraryCalls> {
  return {
    "library.snapshot": () => {
      if (!hasWorkspace())
        return { revision: revision(), videoIds: [], videos: [], sync: nothingSynced, deletions: [] };
      onRead();
      const videoIds = library().shownIds();
      const videos = library().shown(videoIds.slice(0, firstVideos));
      const deletions = library().offerUndos();
      return { revision: revision(), videoIds, videos, sync: library().syncState(), deletions };
    },
    "library.videos": ({ videoIds }) => {
      onRead();
      return { videos: hasWorkspace() ? library().shown(videoIds) : [] };
    },
    "others.list": ({ whose, page }) => others().list(whose, page),
    "insight.report": ({ days }) => (hasWorkspace() ? insight().report(days) : { days: [], best: [], worst: [] }),
    "insight.video": ({ videoId, days }) => (hasWorkspace() ? insight().ofVideo(videoId, days) : []),
    "library.sync": () => writable().sync("all"),
    "library.search": ({ text }) => ({ videoIds: hasWorkspace() ? library().search(text) : [] }),
    "library.edit": ({ videoId, patch, seen }) => {
      writable().edit(videoId, patch, seen);
      usedProducts(patch.products ?? []);
    },
    "library.resolveConflict": ({ videoId, keep }) => writable().resolveConflict(videoId, keep),
    "library.products": ({ videoId }) => library().products(videoId),
    "library.productsOn": ({ videoIds }) => library().productsOn(videoIds),
    "library.views": () => (hasWorkspace() ? library().views.list() : []),
    "library.saveView": (view) => writable().views.save(view),
    "library.removeView": ({ id }) => writable().views.remove(id),
    "library.saveEdit": ({ videoId }) => writable().saveEdit(videoId),
    "library.delete": ({ videoIds }) => writable().delete(videoIds),
    "library.undoDelete": ({ deletionId }) => ({ undone: writable().undoDelete(deletionId) }),
  };
}
