import { cutText } from "../../shared/graphemes.ts";
import { type LibraryView, libraryFilterSchema, librarySortSchema, noFilter } from "../../shared/model/library-view.ts";

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

/** The view in the window's URL. */
export function viewInAddress(): LibraryView {
  return viewOfHash(globalThis.location?.hash ?? "");
}

/** Updates the window's URL, so that a reload shows the same view. */
export function showInAddress(view: LibraryView): void {
  if (globalThis.location === undefined) return;
  const hash = hashOfView(view);
  if (location.hash !== hash) history.replaceState(null, "", hash === "" ? location.pathname : hash);
}
