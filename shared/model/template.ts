import { z } from "zod";
import { productListSchema } from "./product.ts";
import {
  accessSchema,
  type Details,
  type DetailsPatch,
  descriptionMaxLength,
  newDetails,
  titleMaxLength,
} from "./video.ts";

/** Details to begin with. An empty field leaves what is there. */
export const templateSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  /** With `{filename}`, `{date}` and `{n}`; the same in the description. */
  title: z.string().max(titleMaxLength),
  description: z.string().max(descriptionMaxLength),
  access: accessSchema.nullable(),
  products: productListSchema,
});
export type Template = z.infer<typeof templateSchema>;

/** What is chosen for files that are added together; remembered for their folder. */
export const addChoicesSchema = z.object({
  access: accessSchema,
  stayPrivate: z.boolean(),
  templateId: z.string().max(64).nullable(),
});
export type AddChoices = z.infer<typeof addChoicesSchema>;

/** What the words in braces stand for. */
export interface TemplateFacts {
  /** Null: the video did not come from this computer, and a text that needs the name says nothing. */
  fileName: string | null;
  /** Epoch ms. */
  atMs: number;
  /** The place among those that are added together, from 1. */
  n: number;
}

/** A title to begin with: the file's name without its extension. */
export function titleFromFile(fileName: string): string {
  const bare = fileName.replace(/\.[^.]+$/, "").trim();
  return (bare === "" ? fileName : bare).slice(0, titleMaxLength);
}

/** The day in the computer's own time zone, `2026-11-25`: the same in every language, and in order when sorted. */
export function dayOf(atMs: number): string {
  const day = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function fill(text: string, { fileName, atMs, n }: TemplateFacts): string {
  if (fileName === null && text.includes("{filename}")) return "";
  const words = { filename: titleFromFile(fileName ?? ""), date: dayOf(atMs), n: String(n) };
  return text.replace(/\{(filename|date|n)\}/g, (_, word: keyof typeof words) => words[word]);
}

/** What a template makes of a video's details: only the fields it has something for. */
export function fillTemplate(template: Template, facts: TemplateFacts): DetailsPatch {
  const title = fill(template.title, facts).trim().slice(0, titleMaxLength);
  const description = fill(template.description, facts).slice(0, descriptionMaxLength);
  return {
    ...(title === "" ? {} : { title }),
    ...(description.trim() === "" ? {} : { description }),
    ...(template.access === null ? {} : { access: template.access }),
    ...(template.products.length === 0 ? {} : { products: template.products }),
  };
}

/** The details of a file that is added with these choices. */
export function detailsToAdd(
  choices: AddChoices,
  template: Template | null,
  facts: TemplateFacts & { fileName: string },
): Details {
  const plain = { ...newDetails(titleFromFile(facts.fileName), choices.access), stayPrivate: choices.stayPrivate };
  if (template === null) return plain;
  // The access was chosen on the sheet, with the template's in view.
  const { access: _, ...patch } = fillTemplate(template, facts);
  return { ...plain, ...patch } as Details;
}
