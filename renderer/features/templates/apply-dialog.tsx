import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateField } from "../../../shared/model/bulk.ts";
import { fillTemplate, type Template, titleFromFile } from "../../../shared/model/template.ts";
import type { DetailsPatch } from "../../../shared/model/video.ts";
import { detailsOf, type LibraryItem, ownsDetails } from "../../items/library-items.ts";
import { useItemActions } from "../../items/use-item-actions.ts";
import type { ItemProducts } from "../../items/use-item-products.ts";
import { useServices } from "../../state/services.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { chosenPatch, offeredFields, tickedFields } from "./apply-fields.ts";

interface ApplyDialogProps {
  template: Template;
  item: LibraryItem;
  itemProducts: ItemProducts;
  onClose: () => void;
}

function useFieldTexts() {
  const { t } = useTranslation();
  const names: Record<TemplateField, string> = {
    title: t("editor.title"),
    description: t("editor.description"),
    access: t("access.label"),
    products: t("products.heading"),
  };
  const textOf = (field: TemplateField, patch: DetailsPatch): string => {
    if (field === "access") return patch.access === undefined ? "" : t(`access.${patch.access}`);
    if (field === "products") return (patch.products ?? []).map(({ title }) => title).join(", ");
    return patch[field] ?? "";
  };
  return { names, textOf };
}

/** Dialog that applies a template field by field; fields the user has edited are not ticked initially. */
export function ApplyDialog({ template, item, itemProducts, onClose }: ApplyDialogProps) {
  const { t } = useTranslation();
  const { toasts } = useServices();
  const actions = useItemActions();
  const { names, textOf } = useFieldTexts();
  const details = detailsOf(item);
  const productCount = itemProducts.products?.length ?? item.video?.productCount ?? 0;
  const fileName = item.upload?.fileName ?? null;
  const patch = fillTemplate(template, { fileName, atMs: item.sortMs, n: 1 });
  const titleUnknown = !ownsDetails(item) && item.video?.title === null;
  const current = {
    title: titleUnknown ? null : details.title,
    defaultTitle: titleFromFile(fileName ?? ""),
    description: details.description,
    products: productCount,
  };
  const [ticked, setTicked] = useState<ReadonlySet<TemplateField>>(() => new Set(tickedFields(patch, current)));
  const offered = offeredFields(patch);
  const tick = (field: TemplateField, on: boolean) =>
    setTicked((before) => {
      const next = new Set(before);
      if (on) next.add(field);
      else next.delete(field);
      return next;
    });
  const apply = () => {
    if (ticked.size === 0) return;
    const { products, ...texts } = chosenPatch(patch, ticked);
    if (Object.keys(texts).length > 0) actions.edit(item, texts).catch(toasts.addThrown);
    // Applied through the editor's list, so that the next change starts from it.
    if (products !== undefined) itemProducts.change(products);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      heading={t("templates.applyHeading", { name: template.name })}
      description={offered.length === 0 ? t("templates.nothing") : t("templates.applyText")}
      width={520}
      onSubmit={apply}
      footer={
        <>
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" data-autofocus disabled={ticked.size === 0} onClick={apply}>
            {t("templates.apply")}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-3 px-5 pb-4">
        {offered.map((field) => (
          <li key={field} className="flex gap-2.5">
            <Checkbox
              label={t("templates.field", { field: names[field] })}
              checked={ticked.has(field)}
              onChange={(event) => tick(field, event.target.checked)}
              className="mt-0.5"
            />
            <div className="min-w-0 flex-1">
              <div className="text-xs text-quiet">{names[field]}</div>
              <div className="truncate text-quiet line-through">
                {field === "products"
                  ? t("common.productsLong", { count: productCount })
                  : textOf(field, details as DetailsPatch)}
              </div>
              <div className="line-clamp-4 whitespace-pre-wrap">{textOf(field, patch)}</div>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
