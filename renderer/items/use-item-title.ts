import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../messages/format.ts";

/** Returns a function that names an item by its title, or by its date when it has none. */
export function useItemTitle(): (item: { title: string; sortMs: number }) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (item) => item.title || t("common.untitled", { date: formatDate(item.sortMs, i18n.language) }),
    [t, i18n.language],
  );
}
