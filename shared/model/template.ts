import { z } from "zod";
import { trimFileName } from "../file-name.ts";
import { cutText } from "../graphemes.ts";
import { toOneLine } from "../one-line.ts";
import { productListSchema } from "./product.ts";
import {
  accessSchema,
  type Details,
  type DetailsPatch,
  descriptionMaxLength,
  descriptionSchema,
  newDetails,
  titleMaxLength,
  titleSchema,
} from "./video.ts";

/** Reusable details. An empty field leaves the video's value. */
export const templateSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  /** With `{filename}`, `{date}` and `{n}`; the same in the description. */
  title: titleSchema,
  description: descriptionSchema,
  access: accessSchema.nullable(),
  products: productListSchema,
});
export type Template = z.infer<typeof templateSchema>;

/** Choices for files that are added together; remembered per folder. */
export const addChoicesSchema = z.object({
  access: accessSchema,
  stayPrivate: z.boolean(),
  templateId: z.string().max(64).nullable(),
});
export type AddChoices = z.infer<typeof addChoicesSchema>;

/** The values of a template's placeholders. */
export interface TemplateFacts {
  /** Null: the video was not uploaded from here, and a text that needs the name stays empty. */
  fileName: string | null;
  /** Epoch ms. */
  atMs: number;
  /** The index among the files that are added together, from 1. */
  n: number;
}

/** The initial title: the file's name without its extension, on one line. */
export function titleFromFile(fileName: string): string {
  const name = toOneLine(trimFileName(fileName));
  const bare = name.replace(/\.[^.]+$/, "").trim();
  return cutText(bare === "" ? name : bare, titleMaxLength);
}

/** The day in the computer's time zone, `2026-11-25`: independent of the language, and sortable. */
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

/** Fills a template: only the fields that it sets. */
export function fillTemplate(template: Template, facts: TemplateFacts): DetailsPatch {
  const title = cutText(fill(template.title, facts).trim(), titleMaxLength);
  const description = cutText(fill(template.description, facts), descriptionMaxLength);
  return {
    ...(title === "" ? {} : { title }),
    ...(description.trim() === "" ? {} : { description }),
    ...(template.access === null ? {} : { access: template.access }),
    ...(template.products.length === 0 ? {} : { products: template.products }),
  };
}

/** The initial details of a file that is added with these choices. */
export function detailsToAdd(
  choices: AddChoices,
  template: Template | null,
  facts: TemplateFacts & { fileName: string },
): Details {
  const plain = { ...newDetails(titleFromFile(facts.fileName), choices.access), stayPrivate: choices.stayPrivate };
  if (template === null) return plain;
  // The access was chosen in the review sheet, which shows the template's.
  const { access: _, ...patch } = fillTemplate(template, facts);
  return { ...plain, ...patch } as Details;
}
