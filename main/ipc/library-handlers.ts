import type { TaggedProduct } from "../../shared/model/product.ts";
import { nothingSynced } from "../../shared/model/video.ts";
import type { Figures } from "../insight/figures.ts";
import { countProducts } from "../library/count-products.ts";
import type { Library } from "../library/library.ts";
import type { Others } from "../library/others.ts";
import type { Handlers } from "./answer-call.ts";

export interface LibraryHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  library: () => Library;
  /** The same for changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => Library;
  /** These products are on a video now. */
  usedProducts: (products: readonly TaggedProduct[]) => void;
  others: () => Others;
  figures: () => Figures;
  hasWorkspace: () => boolean;
  revision: () => number;
}

type LibraryCalls = Extract<keyof Handlers, `library.${string}` | `others.${string}` | `insight.${string}`>;

/** The calls on the account's own videos. */
export function libraryHandlers({
  library,
  writable,
  usedProducts,
  others,
  figures,
  hasWorkspace,
  revision,
}: LibraryHandlerDeps): Pick<Handlers, LibraryCalls> {
  return {
    "library.snapshot": () => {
      if (!hasWorkspace()) return { revision: revision(), videos: [], sync: nothingSynced };
      return { revision: revision(), ...library().snapshot() };
    },
    "others.list": ({ whose, page }) => others().list(whose, page),
    "insight.report": ({ days }) => {
      if (!hasWorkspace()) return { days: [], best: [], worst: [] };
      const existing = new Map(
        library()
          .all()
          .map((video) => [video.videoId, video]),
      );
      return figures().report(existing, days, Date.now());
    },
    "insight.video": ({ videoId, days }) => (hasWorkspace() ? figures().ofVideo(videoId, days, Date.now()) : []),
    "library.sync": () => writable().sync("all"),
    "library.search": ({ text }) => ({ videoIds: hasWorkspace() ? library().search(text) : [] }),
    "library.edit": ({ videoId, patch, seen }) => {
      writable().edit(videoId, patch, seen);
      usedProducts(patch.products ?? []);
    },
    "library.resolveConflict": ({ videoId, keep }) => writable().resolveConflict(videoId, keep),
    "library.products": ({ videoId }) => library().products(videoId),
    "library.productsOn": ({ videoIds }) => countProducts(videoIds.map((videoId) => library().productsAtHand(videoId))),
    "library.views": () => (hasWorkspace() ? library().views.list() : []),
    "library.saveView": (view) => writable().views.save(view),
    "library.removeView": ({ id }) => writable().views.remove(id),
    "library.saveEdit": ({ videoId }) => writable().saveEdit(videoId),
    "library.delete": ({ videoIds }) => writable().delete(videoIds),
    "library.undoDelete": ({ deletionId }) => ({ undone: writable().undoDelete(deletionId) }),
  };
}
