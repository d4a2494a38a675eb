import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fillTemplate, type Template } from "../../../shared/model/template.ts";
import { accessSchema, descriptionMaxLength, titleMaxLength } from "../../../shared/model/video.ts";
import { useServices } from "../../state/services.tsx";
import { useFinish } from "../../state/use-finish.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Select } from "../../ui/select.tsx";
import { fieldStyle, TextField } from "../../ui/text-field.tsx";
import { useLimitedText } from "../../ui/use-limited-text.ts";

/** A new, empty template. */
export const emptyTemplate: Template = { id: "", name: "", title: "", description: "", access: null, products: [] };

const nameMaxLength = 100;
const example = "IMG_2041.mp4";

function DetailsFields({ draft, change }: { draft: Template; change: (patch: Partial<Template>) => void }) {
  const { t } = useTranslation();
  const accessOptions = ["", ...accessSchema.options] as const;
  return (
    <>
      <TextField
        label={t("editor.title")}
        placeholder="{filename}"
        {...useLimitedText(draft.title, titleMaxLength, (title) => change({ title }))}
      />
      <div>
        <div aria-hidden="true" className="mb-1 text-xs text-quiet">
          {t("editor.description")}
        </div>
        <textarea
          aria-label={t("editor.description")}
          rows={4}
          {...useLimitedText(draft.description, descriptionMaxLength, (description) => change({ description }))}
          className={`${fieldStyle} block resize-none px-2.5 py-1.5`}
        />
      </div>
      <div className="flex items-center justify-between">
        <span aria-hidden="true">{t("access.label")}</span>
        <Select
          label={t("access.label")}
          value={draft.access ?? ""}
          options={accessOptions.map((value) => ({
            value,
            label: value === "" ? t("templates.keepAccess") : t(`access.${value}`),
          }))}
          onChange={(value) => change({ access: value === "" ? null : value })}
        />
      </div>
    </>
  );
}

/** Dialog that creates or edits a template, with a preview of the resulting title. */
export function TemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const { t } = useTranslation();
  const { client } = useServices();
  const { busy, finish } = useFinish(onClose);
  const [draft, setDraft] = useState(template);
  const change = (patch: Partial<Template>) => setDraft((before) => ({ ...before, ...patch }));
  const ready = draft.name.trim() !== "";
  const preview = fillTemplate(draft, { fileName: example, atMs: Date.now(), n: 1 });
  const save = () => {
    if (ready && !busy) finish(() => client.call("templates.save", draft));
  };
  const remove = () => finish(() => client.call("templates.remove", { id: draft.id }));
  return (
    <Dialog
      open
      onClose={onClose}
      heading={template.id === "" ? t("templates.create") : t("templates.edit", { name: template.name })}
      description={t("templates.placeholders")}
      width={520}
      onSubmit={save}
      footer={
        <>
          {template.id !== "" && (
            <Button tone="danger" disabled={busy} onClick={remove}>
              {t("templates.remove")}
            </Button>
          )}
          <span className="flex-1" />
          <Button tone="ghost" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button tone="accent" disabled={!ready || busy} onClick={save}>
            {t("templates.save")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 px-5 pb-4">
        <TextField
          label={t("templates.name")}
          data-autofocus
          {...useLimitedText(draft.name, nameMaxLength, (name) => change({ name }))}
        />
        <DetailsFields draft={draft} change={change} />
        {draft.products.length > 0 && (
          <p className="text-xs text-quiet">
            {t("common.productsLong", { count: draft.products.length })}:{" "}
            {draft.products.map(({ title }) => title).join(", ")}
          </p>
        )}
        {preview.title !== undefined && (
          <p className="truncate rounded-md bg-hover px-2.5 py-1.5 text-xs text-quiet">
            {t("templates.preview", { title: preview.title })}
          </p>
        )}
      </div>
    </Dialog>
  );
}
