import { useQuery } from "@tanstack/react-query";
import { Layers, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProductSet, TaggedProduct } from "../../../shared/model/product.ts";
import { CallError } from "../../items/call-error.tsx";
import { callQuery } from "../../state/call-query.ts";
import { useServices } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { useRun } from "../../state/use-run.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { NameDialog } from "../../ui/name-dialog.tsx";

/** Menu that adds the products of a saved set, or saves the current ones as a set. */
export function SetsMenu({
  products,
  onAdd,
}: {
  products: readonly TaggedProduct[];
  onAdd: (set: ProductSet) => void;
}) {
  const { t } = useTranslation();
  const { client } = useServices();
  const run = useRun();
  const query = useQuery(callQuery("products.sets"));
  const sets = query.data ?? [];
  const [naming, setNaming] = useState(false);
  const close = () => setNaming(false);
  const { finish } = useFinish(close);
  const savable = products.filter(({ ref }) => ref !== null);
  return (
    <>
      <Menu
        trigger={
          <Button tone="ghost" icon={<Layers size={16} aria-hidden="true" />}>
            {t("products.sets")}
          </Button>
        }
      >
        {sets.map((set) => (
          <MenuItem key={set.id} onSelect={() => onAdd(set)} icon={<Plus size={16} />}>
            {t("products.applySet", { name: set.name, count: set.products.length })}
          </MenuItem>
        ))}
        <CallError query={query} className="px-2 py-1" />
        {query.data?.length === 0 && <p className="px-2 py-1 text-xs text-quiet">{t("products.setsNone")}</p>}
        <MenuSeparator />
        {savable.length > 0 && (
          <MenuItem onSelect={() => setNaming(true)} icon={<Layers size={16} />}>
            {t("products.saveSet")}
          </MenuItem>
        )}
        {sets.map((set) => (
          <MenuItem
            key={`remove ${set.id}`}
            danger
            onSelect={() => run(client.call("products.removeSet", { id: set.id }))}
            icon={<Trash2 size={16} />}
          >
            {t("products.removeSet", { name: set.name })}
          </MenuItem>
        ))}
      </Menu>
      {naming && (
        <NameDialog
          heading={t("products.saveSet")}
          label={t("products.setName")}
          onSave={(name) => finish(() => client.call("products.saveSet", { id: "", name, products: savable }))}
          onClose={close}
        />
      )}
    </>
  );
}
