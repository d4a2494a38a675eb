import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../messages/format.ts";

/** Names anything that has a title or at least a date. */
export function useItemTitle(): (item: { title: string; sortMs: number }) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (item) => item.title || t("common.untitled", { date: formatDate(item.sortMs, i18n.language) }),
    [t, i18n.language],
  );
}
