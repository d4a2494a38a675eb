import { ArrowDownUp, Grid2x2, List } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../../shared/model/settings.ts";
import { useChangeSettings } from "../../state/server-cache.ts";
import { useServices, useView } from "../../state/services.tsx";
import { libraryFilters, librarySorts } from "../../state/view-store.ts";
import { Menu, MenuChoice } from "../../ui/menu.tsx";
import { FilterChips, Segmented } from "../../ui/radio-group.tsx";
import { countItems, type LibraryItem } from "./library-items.ts";

function SortMenu() {
  const { t } = useTranslation();
  const { view } = useServices();
  const sort = useView((state) => state.sort);
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${t("library.sortLabel")}: ${t(`library.sort.${sort}`)}`}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs whitespace-nowrap text-quiet hover:bg-hover hover:text-ink data-[state=open]:bg-press"
        >
          <ArrowDownUp size={14} aria-hidden="true" />
          {t(`library.sort.${sort}`)}
        </button>
      }
    >
      <MenuChoice
        value={sort}
        options={librarySorts.map((value) => ({ value, label: t(`library.sort.${value}`) }))}
        onChange={(chosen) => view.setState({ sort: chosen })}
      />
    </Menu>
  );
}

/** Filters with counts, order, layout and the size of the cells. */
export function LibraryToolbar({ items, settings }: { items: readonly LibraryItem[]; settings: Settings }) {
  const { t, i18n } = useTranslation();
  const { view } = useServices();
  const change = useChangeSettings();
  const filter = useView((state) => state.filter);
  const counts = countItems(items, libraryFilters);
  // Nobody needs a filter for what there is none of; the one that is on stays.
  const shownFilters = libraryFilters.filter(
    (value) => value !== "deadProducts" || value === filter || (counts.get(value) ?? 0) > 0,
  );
  return (
    <div className="flex shrink-0 items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1 py-0.5">
        <FilterChips
          label={t("library.filters")}
          value={filter}
          options={shownFilters.map((value) => ({
            value,
            label: t(`library.filter.${value}`),
            count: (counts.get(value) ?? 0).toLocaleString(i18n.language),
          }))}
          onChange={(chosen) => view.setState({ filter: chosen, libraryScrollTop: 0 })}
        />
      </div>
      <SortMenu />
      {settings.libraryLayout === "grid" && (
        <input
          type="range"
          aria-label={t("library.cellSize")}
          title={t("library.cellSize")}
          min={112}
          max={280}
          step={8}
          value={settings.cellWidth}
          onChange={(event) => change({ cellWidth: Number(event.target.value) })}
          className="slider h-7 w-20"
        />
      )}
      <Segmented
        label={t("library.layout")}
        value={settings.libraryLayout}
        options={[
          { value: "grid", label: t("library.grid"), icon: <Grid2x2 size={16} /> },
          { value: "list", label: t("library.list"), icon: <List size={16} /> },
        ]}
        onChange={(libraryLayout) => change({ libraryLayout })}
      />
    </div>
  );
}
