import { CircleAlert, SearchX, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLibrary, useServices, useView } from "../../state/services.tsx";
import { useAdding } from "../../state/use-adding.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { fitColumns } from "./grid-navigation.ts";
import { useFilterText } from "./library-filters.tsx";

/** Shown for an empty library; a drop zone for videos. */
export function NoVideos() {
  const { t } = useTranslation();
  const adding = useAdding();
  return (
    <EmptyState
      dropZone
      icon={<Upload size={28} strokeWidth={1.5} />}
      heading={t("library.emptyHeading")}
      actions={
        <>
          <Button onClick={adding.pick}>{t("common.add")}</Button>
          <Button tone="ghost" onClick={adding.sample}>
            {t("library.useSample")}
          </Button>
        </>
      }
    >
      {t("library.emptyText")}
    </EmptyState>
  );
}

/** Shown when search and filter match nothing, with a button to clear them. */
export function NoResults() {
  const { t } = useTranslation();
  const { view } = useServices();
  const search = useView((state) => state.search);
  const filterText = useFilterText()(useView((state) => state.filter));
  return (
    <EmptyState
      icon={<SearchX size={28} strokeWidth={1.5} />}
      heading={t("library.noResultsHeading")}
      actions={<Button onClick={view.clearFilters}>{t("common.clear")}</Button>}
    >
      {search !== "" && <p className="break-words">{t("library.activeSearch", { search })}</p>}
      {filterText !== "" && <p>{t("library.activeFilter", { filter: filterText })}</p>}
    </EmptyState>
  );
}

/** Placeholder while the library loads for the first time. */
export function LibrarySkeleton({ cellWidth }: { cellWidth: number }) {
  const { t } = useTranslation();
  const { columns } = fitColumns(1040, cellWidth, 12);
  const cells = Array.from({ length: columns * 2 }, (_, index) => `cell-${index}`);
  return (
    <div
      role="status"
      aria-label={t("library.loading")}
      className="grid flex-1 content-start gap-x-3 gap-y-4 overflow-hidden px-4 pt-1"
      style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
    >
      {cells.map((cell) => (
        <div key={cell} className="animate-breathe">
          <div className="aspect-[9/16] rounded-lg bg-press" />
          <div className="mt-2.5 h-3 w-4/5 rounded-sm bg-press" />
          <div className="mt-2 h-2.5 w-2/5 rounded-sm bg-press" />
        </div>
      ))}
    </div>
  );
}

/** Shown when the library could not be loaded. */
export function LibraryUnreadable() {
  const { t } = useTranslation();
  const { refresh } = useServices();
  const error = useLibrary((state) => state.error);
  return (
    <EmptyState
      icon={<CircleAlert size={28} strokeWidth={1.5} />}
      heading={t("library.unreadable")}
      actions={<Button onClick={refresh}>{t("common.retry")}</Button>}
    >
      {error && t(`errors.${error.code}.what`)}
    </EmptyState>
  );
}
