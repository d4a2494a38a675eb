import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { templateFields } from "../../../shared/model/bulk.ts";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import { descriptionMaxLength } from "../../../shared/model/video.ts";
import { AccessCards } from "../../items/access-cards.tsx";
import { CallError } from "../../items/call-error.tsx";
import { needsCountConfirmation } from "../../items/use-remove-items.ts";
import { callQuery } from "../../state/call-query.ts";
import { Button } from "../../ui/button.tsx";
import { CheckboxLine } from "../../ui/checkbox.tsx";
import { Segmented } from "../../ui/radio-group.tsx";
import { Select } from "../../ui/select.tsx";
import { fieldStyle, TextField } from "../../ui/text-field.tsx";
import { useLimitedText } from "../../ui/use-limited-text.ts";
import { ProductPicker } from "../product-picker/product-picker.tsx";
import { ProductPicture } from "../product-picker/product-picture.tsx";
import type { BulkDraft } from "./bulk-draft.ts";

interface FieldsProps {
  draft: BulkDraft;
  change: (patch: Partial<BulkDraft>) => void;
  videoIds: readonly string[];
}

function AccessFields({ draft, change }: FieldsProps) {
  return <AccessCards value={draft.access} onChange={(access) => change({ access })} />;
}

function TextFields({ draft, change }: FieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const text = useLimitedText(draft.text, descriptionMaxLength, (typed) => change({ text: typed }));
  const find = useLimitedText(draft.find, descriptionMaxLength, (typed) => change({ find: typed }));
  const replacement = useLimitedText(draft.replacement, descriptionMaxLength, (typed) =>
    change({ replacement: typed }),
  );
  return (
    <div className="flex flex-col gap-2.5">
      <div>
        <Segmented
          label={t("bulk.mode")}
          value={draft.mode}
          options={[
            { value: "append", label: t("bulk.append") },
            { value: "replace", label: t("bulk.replace") },
          ]}
          onChange={(mode) => change({ mode })}
        />
      </div>
      {draft.mode === "append" ? (
        <div>
          <label htmlFor={id} className="mb-1 block text-xs text-quiet">
            {t("bulk.textToAdd")}
          </label>
          <textarea
            id={id}
            data-autofocus
            rows={3}
            {...text}
            className={`${fieldStyle} block resize-none px-2.5 py-1.5`}
          />
        </div>
      ) : (
        <div className="grid grid-cols-2 gap-3">
          <TextField label={t("bulk.find")} data-autofocus {...find} />
          <TextField label={t("bulk.replacement")} {...replacement} />
        </div>
      )}
    </div>
  );
}

function ChosenProduct({ product, onClear }: { product: TaggedProduct; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3 rounded-lg border border-edge px-2.5 py-2">
      <ProductPicture product={product.ref} size={36} />
      <span className="min-w-0 flex-1 truncate font-medium">{product.title}</span>
      <Button tone="ghost" onClick={onClear}>
        {t("bulk.chooseAnother")}
      </Button>
    </div>
  );
}

function AddFields({ draft, change }: FieldsProps) {
  if (draft.product !== null) {
    return <ChosenProduct product={draft.product} onClear={() => change({ product: null })} />;
  }
  return <ProductPicker className="h-[260px]" taken={new Set()} onPick={(product) => change({ product })} autoFocus />;
}

function RemoveFields({ draft, change, videoIds }: FieldsProps) {
  const { t, i18n } = useTranslation();
  const query = useQuery({ ...callQuery("library.productsOn", { videoIds: [...videoIds] }), staleTime: 0 });
  if (draft.removed !== null) {
    return <ChosenProduct product={draft.removed} onClear={() => change({ removed: null })} />;
  }
  if (query.isError) return <CallError query={query} />;
  if (query.data?.length === 0) return <p className="text-quiet">{t("bulk.noProducts")}</p>;
  return (
    <ul className="max-h-56 overflow-y-auto rounded-lg border border-edge">
      {(query.data ?? []).map(({ product, count }) => (
        <li key={rowKey(product)} className="border-b border-line last:border-0">
          <button
            type="button"
            onClick={() => change({ removed: product })}
            className="flex w-full items-center gap-3 px-2.5 py-1.5 text-left -outline-offset-2 hover:bg-hover"
          >
            <ProductPicture product={product.ref} size={28} />
            <span className="min-w-0 flex-1 truncate">{product.title}</span>
            <span className="shrink-0 text-xs text-quiet tabular-nums">
              {t("bulk.onVideos", { count, formatted: count.toLocaleString(i18n.language) })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function TemplateFields({ draft, change }: FieldsProps) {
  const { t } = useTranslation();
  const query = useQuery(callQuery("templates.list"));
  const templates = query.data ?? [];
  const names = {
    title: t("editor.title"),
    description: t("editor.description"),
    access: t("access.label"),
    products: t("products.heading"),
  };
  if (query.isError) return <CallError query={query} />;
  if (templates.length === 0) return <p className="text-quiet">{t("bulk.noTemplates")}</p>;
  const none = { value: "", label: t("common.notYet") };
  return (
    <div className="flex flex-col gap-2.5">
      <div>
        <Select
          label={t("bulk.kinds.template")}
          value={draft.template?.id ?? ""}
          options={[none, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(id) => change({ template: templates.find((template) => template.id === id) ?? null })}
        />
      </div>
      <fieldset aria-label={t("bulk.fields")} className="flex flex-wrap gap-x-5 gap-y-1.5">
        {templateFields.map((field) => (
          <CheckboxLine
            key={field}
            label={names[field]}
            checked={draft.fields.has(field)}
            onChange={(on) => {
              const fields = new Set(draft.fields);
              if (on) fields.add(field);
              else fields.delete(field);
              change({ fields });
            }}
          />
        ))}
      </fieldset>
      <CheckboxLine
        label={t("bulk.overwrite")}
        checked={draft.overwrite}
        onChange={(overwrite) => change({ overwrite })}
      />
    </div>
  );
}

function DeleteFields({ draft, change, videoIds }: FieldsProps) {
  const { t } = useTranslation();
  const number = String(videoIds.length);
  return (
    <div className="flex flex-col gap-2.5">
      <p>{t("bulk.deleteText")}</p>
      {needsCountConfirmation(videoIds.length) && (
        <TextField
          label={t("bulk.deleteConfirm", { number })}
          data-autofocus
          inputMode="numeric"
          value={draft.typed}
          onChange={(event) => change({ typed: event.target.value })}
          className="w-60"
        />
      )}
    </div>
  );
}

const fieldsOf = {
  access: AccessFields,
  text: TextFields,
  addProduct: AddFields,
  removeProduct: RemoveFields,
  template: TemplateFields,
  delete: DeleteFields,
} as const;

/** The form fields of the chosen action. */
export function BulkFields(props: FieldsProps) {
  const Fields = fieldsOf[props.draft.kind];
  return <Fields {...props} />;
}
