import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type LibraryFilter, libraryFilterSchema, noFilter } from "../../../shared/model/library-view.ts";
import { accessSchema } from "../../../shared/model/video.ts";
import { useServices, useView } from "../../state/services.tsx";
import { IconButton } from "../../ui/button.tsx";
import { MenuChip, ToggleChip } from "../../ui/filter-chip.tsx";
import { Menu, MenuChoice } from "../../ui/menu.tsx";
import { FilterChips } from "../../ui/radio-group.tsx";

type Counts = ReadonlyMap<string, number>;

/** Whether any part of the filter is set. */
function isFiltering(filter: LibraryFilter): boolean {
  return Object.entries(noFilter).some(([part, value]) => filter[part as keyof LibraryFilter] !== value);
}

function useFilterChange(): (patch: Partial<LibraryFilter>) => void {
  const { view } = useServices();
  return (patch) => view.changeFilter(patch);
}

interface MenuFilterProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count: number }[];
  onChange: (value: T) => void;
}

/** A filter chosen from a menu; the first option means "any". */
function MenuFilter<T extends string>({ label, value, options, onChange }: MenuFilterProps<T>) {
  const { i18n } = useTranslation();
  const format = (count: number) => count.toLocaleString(i18n.language);
  const chosen = options.find((option, index) => index > 0 && option.value === value);
  const chip = chosen === undefined ? { label } : { label: chosen.label, count: format(chosen.count) };
  return (
    <Menu trigger={<MenuChip on={chosen !== undefined} {...chip} />}>
      <MenuChoice
        value={value}
        options={options.map((option) => ({ ...option, count: format(option.count) }))}
        onChange={onChange}
      />
    </Menu>
  );
}

const { products, age } = libraryFilterSchema.shape;

/** Filters by access, processing, products and age, each with the number of matching items. */
export function LibraryFilters({ counts }: { counts: Counts }) {
  const { t, i18n } = useTranslation();
  const { view } = useServices();
  const filter = useView((state) => state.filter);
  const change = useFilterChange();
  const countOf = (key: string) => (counts.get(key) ?? 0).toLocaleString(i18n.language);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      <FilterChips
        label={t("library.filters")}
        value={filter.access ?? "all"}
        options={(["all", ...accessSchema.options] as const).map((value) => ({
          value,
          label: value === "all" ? t("library.filter.all") : t(`access.${value}`),
          count: countOf(`access ${value === "all" ? null : value}`),
        }))}
        onChange={(value) => change({ access: value === "all" ? null : value })}
      />
      <ToggleChip
        label={t("library.filter.processing")}
        count={countOf("processing true")}
        on={filter.processing}
        onClick={() => change({ processing: !filter.processing })}
      />
      <MenuFilter
        label={t("library.filter.products.label")}
        value={filter.products}
        options={products.options.map((value) => ({
          value,
          label: t(`library.filter.products.${value}`),
          count: counts.get(`products ${value}`) ?? 0,
        }))}
        onChange={(value) => change({ products: value })}
      />
      <MenuFilter
        label={t("library.filter.age.label")}
        value={filter.age}
        options={age.options.map((value) => ({
          value,
          label: t(`library.filter.age.${value}`),
          count: counts.get(`age ${value}`) ?? 0,
        }))}
        onChange={(value) => change({ age: value })}
      />
      {isFiltering(filter) && (
        <IconButton label={t("library.clearFilters")} className="size-6!" onClick={view.clearFilters}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

/** Returns a function that describes a filter as text; empty for no filter. */
export function useFilterText(): (filter: LibraryFilter) => string {
  const { t } = useTranslation();
  return ({ access, processing, products, age }) =>
    [
      access === null ? "" : t(`access.${access}`),
      processing ? t("library.filter.processing") : "",
      products === "any" ? "" : t(`library.filter.products.${products}`),
      age === "any" ? "" : t(`library.filter.age.${age}`),
    ]
      .filter(Boolean)
      .join(" · ");
}
