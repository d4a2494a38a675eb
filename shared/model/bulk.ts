import { z } from "zod";
import { type AppErrorValue, appErrorSchema } from "../errors.ts";
import { maxProducts, productListSchema, rowKey, type TaggedProduct, taggedProductSchema } from "./product.ts";
import { fillTemplate, type TemplateFacts, templateSchema } from "./template.ts";
import { accessSchema, type DetailsPatch, descriptionMaxLength, videoIdSchema } from "./video.ts";

/** What of a video a template can fill. */
export const templateFields = ["title", "description", "access", "products"] as const;

export type TemplateField = (typeof templateFields)[number];

const accessAction = z.object({ kind: z.literal("access"), access: accessSchema });
const appendAction = z.object({ kind: z.literal("appendText"), text: z.string().min(1).max(descriptionMaxLength) });
const replaceAction = z.object({
  kind: z.literal("replaceText"),
  find: z.string().min(1).max(descriptionMaxLength),
  replacement: z.string().max(descriptionMaxLength),
});
const addAction = z.object({ kind: z.literal("addProduct"), product: taggedProductSchema });
/** A product in another's place, wherever it is; null takes it off. */
const swapAction = z.object({
  kind: z.literal("swapProduct"),
  from: taggedProductSchema,
  to: taggedProductSchema.nullable(),
});
const templateAction = z.object({
  kind: z.literal("template"),
  /** As it was when the change was begun. */
  template: templateSchema,
  fields: z.array(z.enum(templateFields)),
  /** Also over what a title or a description says already. */
  overwrite: z.boolean(),
});
const deleteAction = z.object({ kind: z.literal("delete") });

/** What the person can have done to many videos. */
export const bulkRequestSchema = z.discriminatedUnion("kind", [
  accessAction,
  appendAction,
  replaceAction,
  addAction,
  swapAction,
  templateAction,
  deleteAction,
]);
export type BulkRequest = z.infer<typeof bulkRequestSchema>;

/** What a job does: what was asked for, the rows of a table, or taking another job back. */
export const bulkActionSchema = z.discriminatedUnion("kind", [
  ...bulkRequestSchema.options,
  z.object({ kind: z.literal("table"), fileName: z.string() }),
  z.object({ kind: z.literal("undo"), of: z.string(), action: bulkRequestSchema.or(z.null()) }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** Where one video of a job stands. `running`: stored here and on its way to BigGo. */
export const bulkStates = ["waiting", "running", "done", "unchanged", "failed", "cancelled"] as const;
export type BulkState = (typeof bulkStates)[number];

export const bulkItemSchema = z.object({
  videoId: videoIdSchema,
  state: z.enum(bulkStates),
  error: appErrorSchema.nullable(),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;

/** A change of many videos: begun once, carried on after every restart, until each of them is settled. */
export const bulkJobSchema = z.object({
  id: z.string(),
  madeAtMs: z.number(),
  action: bulkActionSchema,
  /** Until then it can be called off without a trace, epoch ms. */
  startsAtMs: z.number(),
  paused: z.boolean(),
  counts: z.record(z.enum(bulkStates), z.number()),
  /** Whether anything of it can be taken back. */
  undoable: z.boolean(),
});
export type BulkJob = z.infer<typeof bulkJobSchema>;

/** Whether a job still has something to do. */
export function isUnderWay({ counts }: Pick<BulkJob, "counts">): boolean {
  return counts.waiting + counts.running > 0;
}

/** What of a video a change can be about. */
const excerptSchema = z.object({
  title: z.string().nullable().optional(),
  /** Around the first difference. */
  description: z.string().optional(),
  access: accessSchema.optional(),
  /** Titles, in order; null where they were never read. */
  products: z.array(z.string()).nullable().optional(),
});

/** What one video would see of a change. */
export const plannedChangeSchema = z.object({
  videoId: videoIdSchema,
  /** `unknown`: its products have not been read yet; that is done when its turn comes. */
  outcome: z.enum(["changed", "unchanged", "impossible", "unknown"]),
  before: excerptSchema,
  after: excerptSchema,
  error: appErrorSchema.nullable(),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** A video's details as they stand; null where nobody knows. */
export interface StandingDetails {
  readonly title: string | null;
  readonly description: string;
  readonly access: z.infer<typeof accessSchema>;
  readonly products: readonly TaggedProduct[];
}

/** The list with one product in another's place; one that is there already is not put there twice. */
export function withSwapped(
  list: readonly TaggedProduct[],
  from: TaggedProduct,
  to: TaggedProduct | null,
): readonly TaggedProduct[] {
  const at = list.findIndex((product) => rowKey(product) === rowKey(from));
  // In its own place it stays as it is.
  if (at === -1 || (to !== null && rowKey(to) === rowKey(from))) return list;
  const isThere = to !== null && list.some((product) => rowKey(product) === rowKey(to));
  return list.flatMap((product, place) => {
    if (rowKey(product) !== rowKey(from)) return [product];
    // BigGo may tell of the same product twice: the other one is put in once.
    return place === at && to !== null && !isThere ? [to] : [];
  });
}

function withAdded(list: readonly TaggedProduct[], product: TaggedProduct): readonly TaggedProduct[] {
  return list.some((other) => rowKey(other) === rowKey(product)) ? list : [...list, product];
}

/** Whether a change has to know a video's products. */
export function needsProducts(action: BulkRequest): boolean {
  if (action.kind === "template") return action.fields.includes("products") && action.template.products.length > 0;
  return action.kind === "addProduct" || action.kind === "swapProduct";
}

function templatePatch(
  { template, fields, overwrite }: Extract<BulkRequest, { kind: "template" }>,
  details: StandingDetails,
  facts: TemplateFacts,
): DetailsPatch {
  const patch = fillTemplate(template, facts);
  // A title that nobody knows here may say something on BigGo.
  const isFree = { title: details.title === "", description: details.description === "", access: true, products: true };
  const taken = templateFields.filter((field) => fields.includes(field) && (overwrite || isFree[field]));
  return Object.fromEntries(taken.flatMap((field) => (patch[field] === undefined ? [] : [[field, patch[field]]])));
}

function wantedPatch(
  action: Exclude<BulkRequest, { kind: "delete" }>,
  details: StandingDetails,
  facts: TemplateFacts,
): DetailsPatch {
  const { description } = details;
  switch (action.kind) {
    case "access":
      return { access: action.access };
    case "appendText":
      return { description: description === "" ? action.text : `${description}\n${action.text}` };
    case "replaceText":
      return { description: description.split(action.find).join(action.replacement) };
    case "addProduct":
      return { products: [...withAdded(details.products, action.product)] };
    case "swapProduct":
      return { products: [...withSwapped(details.products, action.from, action.to)] };
    case "template":
      return templatePatch(action, details, facts);
  }
}

/** The fields of a change that are not as they stand already. */
export function onlyChanged(patch: DetailsPatch, details: StandingDetails): DetailsPatch {
  const keys = (list: readonly TaggedProduct[] | undefined) => (list ?? []).map(rowKey).join("\n");
  const changed = Object.entries(patch).filter(([field, value]) => {
    if (field === "products") return keys(patch.products) !== keys(details.products);
    return value !== details[field as "title" | "description" | "access"];
  });
  return Object.fromEntries(changed);
}

const refusal = (code: AppErrorValue["code"], name: string): AppErrorValue => ({
  code,
  message: `The changed ${name} is not one BigGo takes`,
  retryable: false,
  details: { name },
});

/** Why a change would make of a video what no form takes; null: it would not. */
function problemOf({ description, products }: DetailsPatch): AppErrorValue | null {
  if (description !== undefined && description.length > descriptionMaxLength) {
    return refusal("invalid-field", "description");
  }
  if (products === undefined || productListSchema.safeParse(products).success) return null;
  return refusal(products.length > maxProducts ? "too-many-products" : "invalid-field", "products");
}

/** What a change makes of a video: what is to be sent (nothing where it is so already), or why it cannot be. */
export function changeOf(
  action: Exclude<BulkRequest, { kind: "delete" }>,
  details: StandingDetails,
  facts: TemplateFacts,
): { patch: DetailsPatch; error: AppErrorValue | null } {
  const patch = onlyChanged(wantedPatch(action, details, facts), details);
  return { patch, error: problemOf(patch) };
}
