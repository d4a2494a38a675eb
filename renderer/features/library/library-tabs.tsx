import { useTranslation } from "react-i18next";
import { useServices, useView } from "../../state/services.tsx";
import { libraryTabs } from "../../state/view-store.ts";
import { Segmented } from "../../ui/radio-group.tsx";

/** Tabs that choose the source: own videos, liked videos, or another user's. */
export function LibraryTabs() {
  const { t } = useTranslation();
  const { view } = useServices();
  const libraryTab = useView((state) => state.libraryTab);
  return (
    <Segmented
      label={t("others.source")}
      value={libraryTab}
      options={libraryTabs.map((value) => ({ value, label: t(`others.tab.${value}`) }))}
      onChange={(chosen) => view.selectLibraryTab(chosen)}
    />
  );
}
