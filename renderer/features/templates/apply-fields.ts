import { type TemplateField, templateFields } from "../../../shared/model/bulk.ts";
import type { DetailsPatch } from "../../../shared/model/video.ts";

/** What stands there now, as far as it was somebody's doing. */
export interface Standing {
  /** Null: on BigGo, and not known here. */
  readonly title: string | null;
  /** The title that the file's name gave by itself. */
  readonly givenTitle: string;
  readonly description: string;
  readonly products: number;
}

/** The fields a template has something for. */
export function offeredFields(patch: DetailsPatch): TemplateField[] {
  return templateFields.filter((field) => patch[field] !== undefined);
}

/** The fields that change unless the person says otherwise: never what somebody typed or tagged. */
export function tickedFields(patch: DetailsPatch, standing: Standing): TemplateField[] {
  const typed: Record<TemplateField, boolean> = {
    title: standing.title !== "" && standing.title !== standing.givenTitle,
    description: standing.description.trim() !== "",
    access: false,
    products: standing.products > 0,
  };
  return offeredFields(patch).filter((field) => !typed[field]);
}

/** The patch with only those fields. */
export function chosenPatch(patch: DetailsPatch, fields: ReadonlySet<TemplateField>): DetailsPatch {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => fields.has(field as TemplateField)));
}
