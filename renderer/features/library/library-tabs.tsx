import { useTranslation } from "react-i18next";
import { useServices, useView } from "../../state/services.tsx";
import { libraryShelves } from "../../state/view-store.ts";
import { Segmented } from "../../ui/radio-group.tsx";

/** Tabs that choose the source: own videos, liked videos, or another user's. */
export function LibraryTabs() {
  const { t } = useTranslation();
  const { view } = useServices();
  const shelf = useView((state) => state.shelf);
  return (
    <Segmented
      label={t("others.source")}
      value={shelf}
      options={libraryShelves.map((value) => ({ value, label: t(`others.shelf.${value}`) }))}
      onChange={(chosen) => view.showShelf(chosen)}
    />
  );
}
