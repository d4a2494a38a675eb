import { ArrowDownUp, Grid2x2, List } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { librarySortSchema } from "../../../shared/model/library-view.ts";
import { cellWidthRange, type Settings } from "../../../shared/model/settings.ts";
import { useChangeSettings } from "../../state/server-cache.ts";
import { useServices, useView } from "../../state/services.tsx";
import { Menu, MenuChoice } from "../../ui/menu.tsx";
import { Segmented } from "../../ui/radio-group.tsx";
import { LibraryFilters } from "./library-filters.tsx";
import { ViewsMenu } from "./views-menu.tsx";

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
          <span className="max-[999px]:hidden">{t(`library.sort.${sort}`)}</span>
        </button>
      }
    >
      <MenuChoice
        value={sort}
        options={librarySortSchema.options.map((value) => ({ value, label: t(`library.sort.${value}`) }))}
        onChange={(chosen) => view.sortBy(chosen)}
      />
    </Menu>
  );
}

/** The library's toolbar: filters with counts, saved views, sort order, cell size and layout. */
export const LibraryToolbar = memo(function LibraryToolbar({
  counts,
  settings,
}: {
  counts: ReadonlyMap<string, number>;
  settings: Settings;
}) {
  const { t } = useTranslation();
  const change = useChangeSettings();
  return (
    <div className="flex shrink-0 items-start gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1 py-0.5">
        <LibraryFilters counts={counts} />
      </div>
      <ViewsMenu />
      <SortMenu />
      {settings.libraryLayout === "grid" && (
        <input
          type="range"
          aria-label={t("library.cellSize")}
          title={t("library.cellSize")}
          min={cellWidthRange.min}
          max={cellWidthRange.max}
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
});
