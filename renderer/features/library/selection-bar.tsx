import { LayoutTemplate, Minus, Plus, Text, Trash2, X } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { type Access, accessSchema } from "../../../shared/model/video.ts";
import { accessIcons } from "../../items/access-icons.tsx";
import type { LibraryItem } from "../../items/library-items.ts";
import { canRemove, useItemActions } from "../../items/use-item-actions.ts";
import { useRemoveItems } from "../../items/use-remove-items.ts";
import { useServices, useView } from "../../state/services.tsx";
import type { BulkIntent } from "../../state/view-store.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { focusByKey } from "../../ui/focus-by-key.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";

const editKinds = [
  { kind: "text", icon: <Text size={16} /> },
  { kind: "addProduct", icon: <Plus size={16} /> },
  { kind: "removeProduct", icon: <Minus size={16} /> },
  { kind: "template", icon: <LayoutTemplate size={16} /> },
] as const;

/** Actions on the selected items; renders nothing without a selection. */
export const SelectionBar = memo(function SelectionBar({ items }: { items: readonly LibraryItem[] }) {
  const { t, i18n } = useTranslation();
  const { view } = useServices();
  const actions = useItemActions();
  const removeItems = useRemoveItems();
  const selected = useView((state) => state.selected);
  const chosen = selected.size === 0 ? [] : items.filter((item) => selected.has(item.key));
  if (chosen.length === 0) return null;
  const videoIds = chosen.flatMap(({ video }) => (video === null ? [] : [video.videoId]));
  const uploads = chosen.filter(({ video }) => video === null);
  const onlyUploads = videoIds.length === 0;
  const clear = () => {
    view.select([]);
    // This bar unmounts: return the focus to the grid, which keeps it even when the card is removed.
    focusByKey(document, view.getState().activeKey ?? "");
  };
  const change = (kind: BulkIntent["kind"], access: Access) =>
    view.openBulk({ kind, access, videoIds, uploadIds: uploads.flatMap(({ upload }) => upload?.id ?? []) });
  const setAccess = (access: Access) => {
    if (videoIds.length > 1) change("access", access);
    else actions.setAccess(chosen, access);
  };
  const remove = () => {
    if (removeItems(chosen)) clear();
  };
  return (
    <section
      aria-label={t("library.selection")}
      className="absolute bottom-4 left-1/2 z-20 flex -translate-x-1/2 animate-appear items-center gap-2 rounded-xl bg-float py-2 pr-2 pl-4 shadow-float"
    >
      <span role="status" className="pr-2 font-medium whitespace-nowrap tabular-nums">
        {t("library.selected", { count: chosen.length, formatted: chosen.length.toLocaleString(i18n.language) })}
      </span>
      <Menu trigger={<Button>{t("library.setAccess")}</Button>}>
        {accessSchema.options.map((access) => (
          <MenuItem key={access} icon={accessIcons[access]} onSelect={() => setAccess(access)}>
            {t(`access.${access}`)}
          </MenuItem>
        ))}
      </Menu>
      {!onlyUploads && (
        <Menu trigger={<Button>{t("bulk.edit")}</Button>}>
          {editKinds.map(({ kind, icon }) => (
            <MenuItem key={kind} icon={icon} onSelect={() => change(kind, "public")}>
              {t(`bulk.kinds.${kind}`)}
            </MenuItem>
          ))}
        </Menu>
      )}
      <Button
        tone="danger"
        icon={<Trash2 size={16} aria-hidden="true" />}
        disabled={!chosen.some(canRemove)}
        onClick={remove}
      >
        {t(onlyUploads ? "queue.actions.cancel" : "common.delete")}
      </Button>
      <IconButton label={t("library.clearSelection")} onClick={clear}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </section>
  );
});
