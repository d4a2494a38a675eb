import { type TemplateField, templateFields } from "../../../shared/model/bulk.ts";
import type { DetailsPatch } from "../../../shared/model/video.ts";

/** The video's current details, as far as they decide what is ticked. */
export interface CurrentFields {
  /** Null if the title exists only on BigGo, which does not return it. */
  readonly title: string | null;
  /** The title derived from the file name. */
  readonly defaultTitle: string;
  readonly description: string;
  readonly products: number;
}

/** The fields that a template fills. */
export function offeredFields(patch: DetailsPatch): TemplateField[] {
  return templateFields.filter((field) => patch[field] !== undefined);
}

/** The fields ticked initially: never ones the user has typed or tagged. */
export function tickedFields(patch: DetailsPatch, current: CurrentFields): TemplateField[] {
  const isEdited: Record<TemplateField, boolean> = {
    title: current.title !== "" && current.title !== current.defaultTitle,
    description: current.description.trim() !== "",
    access: false,
    products: current.products > 0,
  };
  return offeredFields(patch).filter((field) => !isEdited[field]);
}

/** The patch reduced to the given fields. */
export function chosenPatch(patch: DetailsPatch, fields: ReadonlySet<TemplateField>): DetailsPatch {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => fields.has(field as TemplateField)));
}
