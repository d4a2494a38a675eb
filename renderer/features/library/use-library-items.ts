import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useLibrary, useUploads, useView } from "../../state/services.tsx";
import { arrangeItems, type LibraryItem, mergeItems } from "./library-items.ts";

/** Everything in the library, queue included, and what of it the filters let through. */
export function useLibraryItems(): { all: readonly LibraryItem[]; shown: readonly LibraryItem[] } {
  const videos = useLibrary((state) => state.videos);
  const gone = useLibrary((state) => state.gone);
  const uploads = useUploads((state) => state.uploads);
  const arrivals = useUploads((state) => state.arrivals);
  const filter = useView((state) => state.filter);
  const sort = useView((state) => state.sort);
  const search = useView((state) => state.search);
  const locale = useTranslation().i18n.language;
  const all = useMemo(() => mergeItems({ videos, gone, uploads, arrivals }), [videos, gone, uploads, arrivals]);
  const shown = useMemo(() => arrangeItems(all, { filter, sort, search, locale }), [all, filter, sort, search, locale]);
  return { all, shown };
}
