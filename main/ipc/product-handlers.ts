import { AppError } from "../../shared/errors.ts";
import type { Library } from "../library/library.ts";
import { reportTags } from "../library/tag-report.ts";
import type { ProductFinder } from "../products/product-finder.ts";
import type { ProductShelf } from "../products/product-shelf.ts";
import type { TemplateStore } from "../templates/template-store.ts";
import type { Handlers } from "./answer-call.ts";

interface OpenWorkspace {
  library: Library;
  finder: ProductFinder;
  shelf: ProductShelf;
  templates: TemplateStore;
}

export interface ProductHandlerDeps {
  /** Throws AppError `signed-out` when no account is open. */
  workspace: () => OpenWorkspace;
  /** The same for changes: throws AppError `database-newer` as well, where everything is only shown. */
  writable: () => OpenWorkspace;
  hasWorkspace: () => boolean;
  /** The person has agreed that frames are sent to the image search. */
  mayAskByPicture: () => boolean;
  /** What is shown of products has changed here. */
  onChanged: () => void;
}

type ProductCalls = Extract<keyof Handlers, `products.${string}` | `templates.${string}`>;

const nothing = { dead: [], moved: [], oldestSeenAtMs: null, unseen: 0 };

/** The calls on products, sets and templates. */
export function productHandlers(deps: ProductHandlerDeps): Pick<Handlers, ProductCalls> {
  const { workspace, writable, onChanged } = deps;
  return {
    "products.find": ({ text, page }) => workspace().finder.find(text, page),
    "products.line": (ref) => workspace().finder.line(ref),
    "products.inPicture": ({ jpeg }) => {
      if (!deps.mayAskByPicture()) {
        throw new AppError("not-allowed", "Nobody has agreed yet that pictures are sent to BigGo");
      }
      return workspace().finder.inPicture(Buffer.from(jpeg), "image/jpeg");
    },
    "products.recent": () => (deps.hasWorkspace() ? workspace().shelf.recent() : []),
    "products.sets": () => (deps.hasWorkspace() ? workspace().shelf.sets() : []),
    "products.saveSet": (set) => {
      const saved = writable().shelf.saveSet(set);
      onChanged();
      return saved;
    },
    "products.removeSet": ({ id }) => {
      writable().shelf.removeSet(id);
      onChanged();
    },
    "products.health": () => {
      if (!deps.hasWorkspace()) return nothing;
      const { library } = workspace();
      const tagged = library.all().filter(({ productCount }) => productCount > 0);
      return reportTags(
        library.knownProducts(),
        tagged.map(({ videoId }) => videoId),
      );
    },
    "templates.list": () => (deps.hasWorkspace() ? workspace().templates.list() : []),
    "templates.save": (template) => {
      const saved = writable().templates.save(template);
      onChanged();
      return saved;
    },
    "templates.remove": ({ id }) => {
      writable().templates.remove(id);
      onChanged();
    },
  };
}
