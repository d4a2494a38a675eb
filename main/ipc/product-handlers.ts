import { AppError } from "../../shared/errors.ts";
import type { TagHealthReport } from "../../shared/model/product.ts";
import type { Library } from "../library/library.ts";
import type { ProductFinder } from "../products/product-finder.ts";
import { recentOrTagged } from "../products/recent-or-tagged.ts";
import type { SavedProducts } from "../products/saved-products.ts";
import type { Handlers } from "./answer-call.ts";

interface OpenWorkspace {
  library: Pick<Library, "tagHealth" | "knownProducts" | "productsOn">;
  finder: ProductFinder;
  savedProducts: SavedProducts;
}

export interface ProductHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  workspace: () => OpenWorkspace;
  /** For changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => OpenWorkspace;
  hasWorkspace: () => boolean;
  /** Whether the user has agreed that frames are sent to the image search. */
  allowsImageSearch: () => boolean;
  /** A product set has changed. */
  onChanged: () => void;
}

type ProductCalls = Extract<keyof Handlers, `products.${string}`>;

const nothing: TagHealthReport = { dead: [], moved: [], oldestSeenAtMs: null, unseen: 0 };

/** Calls on products and product sets. */
export function productHandlers(deps: ProductHandlerDeps): Pick<Handlers, ProductCalls> {
  const { workspace, writable, hasWorkspace, onChanged } = deps;
  return {
    "products.find": ({ text, page }) => workspace().finder.find(text, page),
    "products.line": (ref) => workspace().finder.line(ref),
    "products.inPicture": ({ jpeg }) => {
      if (!deps.allowsImageSearch()) {
        throw new AppError("not-allowed", "The user has not agreed to send pictures to BigGo");
      }
      return workspace().finder.inPicture(Buffer.from(jpeg), "image/jpeg");
    },
    "products.recent": () => {
      if (!hasWorkspace()) return [];
      const { savedProducts, library } = workspace();
      const byUse = () => library.productsOn([...library.knownProducts().keys()]).map(({ product }) => product);
      return recentOrTagged(savedProducts.recent(), byUse);
    },
    "products.sets": () => (hasWorkspace() ? workspace().savedProducts.sets() : []),
    "products.saveSet": (set) => {
      const saved = writable().savedProducts.saveSet(set);
      onChanged();
      return saved;
    },
    "products.removeSet": ({ id }) => {
      writable().savedProducts.removeSet(id);
      onChanged();
    },
    "products.health": () => (hasWorkspace() ? workspace().library.tagHealth() : nothing),
  };
}
