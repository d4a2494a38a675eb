import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LibraryView, SavedView } from "../../../shared/model/library-view.ts";
import { CallError } from "../../items/call-error.tsx";
import { callQuery } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { hashOfView } from "../../state/view-url.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { NameDialog } from "../../ui/name-dialog.tsx";
import { useFilterText } from "./library-filters.tsx";

const viewsQuery = callQuery("library.views");

function useSavedViews() {
  const { client, toasts } = useServices();
  const cache = useQueryClient();
  const query = useQuery(viewsQuery);
  const reload = () => cache.invalidateQueries({ queryKey: viewsQuery.queryKey });
  return {
    query,
    views: query.data ?? [],
    save: (view: SavedView) => client.call("library.saveView", view).then(reload),
    remove: (id: string) => void client.call("library.removeView", { id }).then(reload, toasts.addThrown),
  };
}

/** Menu of saved views: named combinations of filter, order and search. */
export function ViewsMenu() {
  const { t } = useTranslation();
  const { view } = useServices();
  const { query, views, save, remove } = useSavedViews();
  const filterText = useFilterText();
  const [naming, setNaming] = useState<LibraryView | null>(null);
  const close = () => setNaming(null);
  const { finish } = useFinish(close);
  const currentView = (): LibraryView => {
    const { filter, sort, search } = view.getState();
    return { filter, sort, search };
  };
  const isShown = (saved: SavedView) => hashOfView(saved.view) === hashOfView(currentView());
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("library.views")}>
            <Bookmark size={16} aria-hidden="true" />
          </IconButton>
        }
      >
        <CallError query={query} className="px-2 py-1" />
        {query.data?.length === 0 && <p className="px-2 py-1 text-xs text-quiet">{t("library.viewsNone")}</p>}
        {views.map((saved) => (
          <MenuItem
            key={saved.id}
            icon={isShown(saved) ? <Check size={16} /> : <Bookmark size={16} />}
            onSelect={() => view.applyView(saved.view)}
          >
            {saved.name}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon={<Bookmark size={16} />} onSelect={() => setNaming(currentView())}>
          {t("library.saveView")}
        </MenuItem>
        {views.map((saved) => (
          <MenuItem key={`remove ${saved.id}`} danger icon={<Trash2 size={16} />} onSelect={() => remove(saved.id)}>
            {t("library.removeView", { name: saved.name })}
          </MenuItem>
        ))}
      </Menu>
      {naming !== null && (
        <NameDialog
          heading={t("library.saveView")}
          label={t("library.viewName")}
          initialName={[filterText(naming.filter), naming.search].filter(Boolean).join(" · ")}
          onSave={(name) => finish(() => save({ id: "", name, view: naming }))}
          onClose={close}
        />
      )}
    </>
  );
}
