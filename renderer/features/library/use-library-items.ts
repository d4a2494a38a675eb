import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { countItems, filterItems, searchItems, sortItems } from "../../items/filter-items.ts";
import { type LibraryItem, mergeItems } from "../../items/library-items.ts";
import { useLibrary, useUploads, useView } from "../../state/services.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useFound } from "./use-found.ts";

/** What the library has, and what of it is shown. */
export interface LibraryItems {
  /** Everything, queue included, in the chosen order. */
  readonly all: readonly LibraryItem[];
  /** What search and filter let through. */
  readonly shown: readonly LibraryItem[];
  /** How many each value of each part of the filter would show; see {@link countItems}. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Videos grow older while the window stands open; nobody sees a minute of it. */
const ageStepMs = 60_000;

/** Everything in the library, and what of it the search and the filter let through. */
export function useLibraryItems(): LibraryItems {
  const videos = useLibrary((state) => state.videos);
  const gone = useLibrary((state) => state.gone);
  const uploads = useUploads((state) => state.uploads);
  const arrivals = useUploads((state) => state.arrivals);
  const filter = useView((state) => state.filter);
  const sort = useView((state) => state.sort);
  const search = useView((state) => state.search);
  const locale = useTranslation().i18n.language;
  const found = useFound(search);
  const nowMs = useNow(ageStepMs);
  const merged = useMemo(() => mergeItems({ videos, gone, uploads, arrivals }), [videos, gone, uploads, arrivals]);
  // Sorted before it is filtered: typing in the search box must not sort ten thousand titles at each key.
  const all = useMemo(() => sortItems(merged, sort, locale), [merged, sort, locale]);
  const searched = useMemo(() => searchItems(all, found), [all, found]);
  const shown = useMemo(() => filterItems(searched, filter, nowMs), [searched, filter, nowMs]);
  const counts = useMemo(() => countItems(searched, filter, nowMs), [searched, filter, nowMs]);
  return { all, shown, counts };
}
