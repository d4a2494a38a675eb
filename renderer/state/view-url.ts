import { cutText } from "../../shared/graphemes.ts";
import { type LibraryView, libraryFilterSchema, librarySortSchema, noFilter } from "../../shared/model/library-view.ts";
import { screens, type ViewState } from "./view-store.ts";

/** An item's key is an id: no longer one is opened. */
const maxKeyLength = 200;

/** Where the user is in the window: what a reload shows again. */
type Place = Pick<ViewState, "screen" | "editor"> & LibraryView;

/** The library's view as a URL fragment, with `#`; empty for the default view. */
export function hashOfView({ filter, sort, search }: LibraryView): string {
  const words = new URLSearchParams();
  if (filter.access !== null) words.set("access", filter.access);
  if (filter.processing) words.set("processing", "yes");
  if (filter.products !== "any") words.set("products", filter.products);
  if (filter.age !== "any") words.set("age", filter.age);
  if (sort !== "newest") words.set("sort", sort);
  if (search !== "") words.set("q", search);
  const text = words.toString();
  return text === "" ? "" : `#${text}`;
}

/** The view in a URL fragment; an invalid part falls back to its default. */
export function viewOfHash(hash: string): LibraryView {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const { access, products, age } = libraryFilterSchema.shape;
  return {
    filter: {
      access: access.safeParse(words.get("access")).data ?? noFilter.access,
      processing: words.get("processing") === "yes",
      products: products.safeParse(words.get("products")).data ?? noFilter.products,
      age: age.safeParse(words.get("age")).data ?? noFilter.age,
    },
    sort: librarySortSchema.safeParse(words.get("sort")).data ?? "newest",
    search: cutText(words.get("q") ?? "", 1000),
  };
}

/** The place as a URL fragment, with `#`; empty for the library in its default view. */
export function hashOfPlace({ screen, editor, ...view }: Place): string {
  const words = new URLSearchParams(hashOfView(view).replace(/^#/, ""));
  if (screen !== "library") words.set("screen", screen);
  if (editor !== null) words.set("edit", editor.key);
  const text = words.toString();
  return text === "" ? "" : `#${text}`;
}

/** The place in a URL fragment; an invalid part falls back to its default. */
export function placeOfHash(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const key = (words.get("edit") ?? "").slice(0, maxKeyLength);
  return {
    ...viewOfHash(hash),
    screen: screens.find((screen) => screen === words.get("screen")) ?? "library",
    editor: key === "" ? null : { key, sequence: [key], focusTitle: false },
  };
}

/** The place in the window's URL. */
export function placeInAddress(): Place {
  return placeOfHash(globalThis.location?.hash ?? "");
}

/** Updates the window's URL, so that a reload shows the same place. */
export function showInAddress({ screen, editor, filter, sort, search }: Place): void {
  if (globalThis.location === undefined) return;
  const hash = hashOfPlace({ screen, editor, filter, sort, search });
  if (location.hash !== hash) history.replaceState(null, "", hash === "" ? location.pathname : hash);
}
