import { useQuery } from "@tanstack/react-query";
import { FileText, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Template } from "../../../shared/model/template.ts";
import { CallError } from "../../items/call-error.tsx";
import { detailsOf, type LibraryItem } from "../../items/library-items.ts";
import type { ItemProducts } from "../../items/use-item-products.ts";
import { callQuery } from "../../state/call-query.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { ApplyDialog } from "./apply-dialog.tsx";
import { emptyTemplate, TemplateDialog } from "./template-dialog.tsx";

/** Menu that applies a template to the edited video, or creates one from it. */
export function TemplateMenu({ item, itemProducts }: { item: LibraryItem; itemProducts: ItemProducts }) {
  const { products } = itemProducts;
  const { t } = useTranslation();
  const query = useQuery(callQuery("templates.list"));
  const templates = query.data ?? [];
  const [applying, setApplying] = useState<Template | null>(null);
  const [creating, setCreating] = useState<Template | null>(null);
  const createFromItem = () => {
    const { title, description, access } = detailsOf(item);
    const identified = (products ?? []).filter(({ ref }) => ref !== null);
    setCreating({ ...emptyTemplate, title, description, access, products: identified });
  };
  return (
    <>
      <Menu
        trigger={
          <Button tone="ghost" icon={<FileText size={16} aria-hidden="true" />}>
            {t("templates.choose")}
          </Button>
        }
      >
        <CallError query={query} className="px-2 py-1" />
        {templates.map((template) => (
          <MenuItem key={template.id} onSelect={() => setApplying(template)} icon={<FileText size={16} />}>
            {template.name}
          </MenuItem>
        ))}
        {templates.length > 0 && <MenuSeparator />}
        <MenuItem onSelect={createFromItem} icon={<Plus size={16} />}>
          {t("templates.fromThis")}
        </MenuItem>
      </Menu>
      {applying !== null && (
        <ApplyDialog template={applying} item={item} itemProducts={itemProducts} onClose={() => setApplying(null)} />
      )}
      {creating !== null && <TemplateDialog template={creating} onClose={() => setCreating(null)} />}
    </>
  );
}
