import { useDeferredValue, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { countItems, filterItems, searchItems, sortItems } from "../../items/filter-items.ts";
import { type LibraryItem, mergeItems } from "../../items/library-items.ts";
import { useLibrary, useUploads, useView } from "../../state/services.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useSearchResult } from "./use-search-result.ts";

/** The library's items, all and shown. */
export interface LibraryItems {
  /** All items, unpublished uploads included, in the chosen order. */
  readonly all: readonly LibraryItem[];
  /** The items that match search and filter. */
  readonly shown: readonly LibraryItem[];
  /** How many items each value of each filter part matches; see {@link countItems}. */
  readonly counts: ReadonlyMap<string, number>;
}

/** How often the age filter is re-evaluated; a minute's delay is not noticeable, ms. */
const ageStepMs = 60_000;

/** Merges, sorts, searches and filters the library's items. */
export function useLibraryItems(): LibraryItems {
  const videos = useLibrary((state) => state.videos);
  const gone = useLibrary((state) => state.gone);
  const uploads = useUploads((state) => state.uploads);
  const arrivals = useUploads((state) => state.arrivals);
  const filter = useView((state) => state.filter);
  const sort = useView((state) => state.sort);
  const search = useView((state) => state.search);
  const locale = useTranslation().i18n.language;
  const result = useSearchResult(search);
  const nowMs = useNow(ageStepMs);
  const merged = useMemo(() => mergeItems({ videos, gone, uploads, arrivals }), [videos, gone, uploads, arrivals]);
  // Sort before searching, so that typing in the search box does not sort 10,000 titles on every keystroke.
  const all = useMemo(() => sortItems(merged, sort, locale), [merged, sort, locale]);
  const searched = useMemo(() => searchItems(all, result), [all, result]);
  const shown = useMemo(() => filterItems(searched, filter, nowMs), [searched, filter, nowMs]);
  // Counted after the videos are drawn, which the user waits for.
  const counted = useDeferredValue(useMemo(() => ({ searched, filter, nowMs }), [searched, filter, nowMs]));
  const counts = useMemo(() => countItems(counted.searched, counted.filter, counted.nowMs), [counted]);
  return { all, shown, counts };
}
