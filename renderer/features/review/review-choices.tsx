import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { type AddChoices, detailsToAdd, type Template } from "../../../shared/model/template.ts";
import type { Review } from "../../../shared/model/upload.ts";
import { accessSchema } from "../../../shared/model/video.ts";
import { CallError } from "../../items/call-error.tsx";
import { callQuery } from "../../state/call-query.ts";
import { useSettings } from "../../state/server-cache.ts";
import { useServices } from "../../state/services.tsx";
import { CheckboxLine } from "../../ui/checkbox.tsx";
import { Segmented } from "../../ui/radio-group.tsx";
import { Select } from "../../ui/select.tsx";

/**
 * The choices for all files of the sheet: initially the last ones for their folder, else the settings' defaults, then
 * what the user changes.
 */
export function useChoices(offered: readonly Review[]): [AddChoices, (patch: Partial<AddChoices>) => void] {
  const settings = useSettings();
  const { reviews } = useServices();
  const patch = useStore(reviews, (state) => state.choices);
  const remembered = offered.find(({ choices }) => choices !== null)?.choices;
  const initial: AddChoices = remembered ?? {
    access: settings?.defaultAccess ?? "public",
    stayPrivate: settings?.defaultStayPrivate ?? false,
    templateId: null,
  };
  return [{ ...initial, ...patch }, reviews.chooseForAll];
}

interface ReviewChoicesProps {
  choices: AddChoices;
  onChoose: (patch: Partial<AddChoices>) => void;
  /** The files to be added. */
  files: readonly { readonly fileName: string; readonly n: number }[];
}

function Preview({ template, choices, files }: { template: Template } & Omit<ReviewChoicesProps, "onChoose">) {
  const { t } = useTranslation();
  const shown = files.slice(0, 3);
  return (
    <ul className="flex flex-col gap-0.5 rounded-md bg-hover px-2.5 py-1.5 text-xs text-quiet">
      {shown.map(({ fileName, n }) => (
        <li key={`${n} ${fileName}`} className="truncate">
          {t("review.title", {
            title: detailsToAdd(choices, template, { fileName, atMs: Date.now(), n }).title,
          })}
        </li>
      ))}
      {files.length > shown.length && <li aria-hidden="true">…</li>}
    </ul>
  );
}

/** Access and template for all files of the sheet, with a preview of the template's titles. */
export function ReviewChoices({ choices, onChoose, files }: ReviewChoicesProps) {
  const { t } = useTranslation();
  const query = useQuery(callQuery("templates.list"));
  const templates = query.data ?? [];
  const template = templates.find(({ id }) => id === choices.templateId) ?? null;
  const chooseTemplate = (id: string) => {
    const access = templates.find((known) => known.id === id)?.access ?? choices.access;
    onChoose({ templateId: id === "" ? null : id, access });
  };
  return (
    <section aria-label={t("review.access")} className="flex flex-col gap-2.5 border-t border-line px-5 py-3">
      <div className="flex flex-wrap items-center gap-2.5">
        <span aria-hidden="true" className="text-xs text-quiet">
          {t("access.label")}
        </span>
        <Segmented
          label={t("review.access")}
          value={choices.access}
          options={accessSchema.options.map((value) => ({ value, label: t(`access.${value}`) }))}
          onChange={(access) => onChoose({ access })}
        />
        <CallError query={query} />
        {templates.length > 0 && (
          <Select
            label={t("review.template")}
            value={choices.templateId ?? ""}
            options={[
              { value: "", label: t("templates.none") },
              ...templates.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={chooseTemplate}
            compact
          />
        )}
      </div>
      {choices.access !== "private" && (
        <CheckboxLine
          className="text-xs"
          label={t("editor.stayPrivate")}
          checked={choices.stayPrivate}
          onChange={(stayPrivate) => onChoose({ stayPrivate })}
        />
      )}
      {template !== null && <Preview template={template} choices={choices} files={files} />}
    </section>
  );
}
