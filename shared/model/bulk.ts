import { z } from "zod";
import { type AppErrorValue, appErrorSchema } from "../errors.ts";
import { maxProducts, productListSchema, rowKey, type TaggedProduct, taggedProductSchema } from "./product.ts";
import { fillTemplate, type TemplateFacts, templateSchema } from "./template.ts";
import { accessSchema, type DetailsPatch, descriptionMaxLength, descriptionSchema, videoIdSchema } from "./video.ts";

/** The fields that a template can fill. */
export const templateFields = ["title", "description", "access", "products"] as const;

export type TemplateField = (typeof templateFields)[number];

const accessAction = z.object({ kind: z.literal("access"), access: accessSchema });
const appendAction = z.object({ kind: z.literal("appendText"), text: descriptionSchema.min(1) });
const replaceAction = z.object({
  kind: z.literal("replaceText"),
  find: descriptionSchema.min(1),
  replacement: descriptionSchema,
});
const addAction = z.object({ kind: z.literal("addProduct"), product: taggedProductSchema });
/** Replaces a product on every video; null removes it. */
const swapAction = z.object({
  kind: z.literal("swapProduct"),
  from: taggedProductSchema,
  to: taggedProductSchema.nullable(),
});
const templateAction = z.object({
  kind: z.literal("template"),
  /** As it was when the job was started. */
  template: templateSchema,
  fields: z.array(z.enum(templateFields)),
  /** Whether titles and descriptions that are not empty are replaced as well. */
  overwrite: z.boolean(),
});
const deleteAction = z.object({ kind: z.literal("delete") });

/** What the user can do to many videos. */
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

/** What a job does: the user's request, the rows of a table, or the undo of another job. */
export const bulkActionSchema = z.discriminatedUnion("kind", [
  ...bulkRequestSchema.options,
  z.object({ kind: z.literal("table"), fileName: z.string() }),
  z.object({ kind: z.literal("undo"), of: z.string(), action: bulkRequestSchema.or(z.null()) }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;

/** The state of one video of a job. `running`: stored here and being sent to BigGo. */
export const bulkStates = ["waiting", "running", "done", "unchanged", "failed", "cancelled"] as const;
export type BulkState = (typeof bulkStates)[number];

export const bulkItemSchema = z.object({
  videoId: videoIdSchema,
  state: z.enum(bulkStates),
  error: appErrorSchema.nullable(),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;

/** A bulk job: started once, resumed after every restart, until each of its videos is settled. */
export const bulkJobSchema = z.object({
  id: z.string(),
  madeAtMs: z.number(),
  action: bulkActionSchema,
  /** Until then it can be cancelled without having changed anything, epoch ms. */
  startsAtMs: z.number(),
  paused: z.boolean(),
  counts: z.record(z.enum(bulkStates), z.number()),
  /** Whether any of it can be undone. */
  undoable: z.boolean(),
});
export type BulkJob = z.infer<typeof bulkJobSchema>;

/** Whether a job has videos left to change. */
export function isUnderWay({ counts }: Pick<BulkJob, "counts">): boolean {
  return counts.waiting + counts.running > 0;
}

/** The parts of a video that a change can affect. */
const excerptSchema = z.object({
  title: z.string().nullable().optional(),
  /** Around the first difference. */
  description: z.string().optional(),
  access: accessSchema.optional(),
  /** Titles, in order; null when they were never read. */
  products: z.array(z.string()).nullable().optional(),
});

/** What a bulk change would do to one video. */
export const plannedChangeSchema = z.object({
  videoId: videoIdSchema,
  /** `unknown`: its products have not been read yet; they are when the job gets to it. */
  outcome: z.enum(["changed", "unchanged", "impossible", "unknown"]),
  before: excerptSchema,
  after: excerptSchema,
  error: appErrorSchema.nullable(),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** A video's current details; a null title is unknown. */
export interface CurrentDetails {
  readonly title: string | null;
  readonly description: string;
  readonly access: z.infer<typeof accessSchema>;
  readonly products: readonly TaggedProduct[];
}

/** The list with one product replaced by another, which is not added twice. */
export function withSwapped(
  list: readonly TaggedProduct[],
  from: TaggedProduct,
  to: TaggedProduct | null,
): readonly TaggedProduct[] {
  const at = list.findIndex((product) => rowKey(product) === rowKey(from));
  // Replacing a product with itself changes nothing.
  if (at === -1 || (to !== null && rowKey(to) === rowKey(from))) return list;
  const isThere = to !== null && list.some((product) => rowKey(product) === rowKey(to));
  return list.flatMap((product, index) => {
    if (rowKey(product) !== rowKey(from)) return [product];
    // BigGo may list the same product twice: the replacement is inserted once.
    return index === at && to !== null && !isThere ? [to] : [];
  });
}

function withAdded(list: readonly TaggedProduct[], product: TaggedProduct): readonly TaggedProduct[] {
  return list.some((other) => rowKey(other) === rowKey(product)) ? list : [...list, product];
}

/** Whether a change needs a video's products. */
export function needsProducts(action: BulkRequest): boolean {
  if (action.kind === "template") return action.fields.includes("products") && action.template.products.length > 0;
  return action.kind === "addProduct" || action.kind === "swapProduct";
}

function templatePatch(
  { template, fields, overwrite }: Extract<BulkRequest, { kind: "template" }>,
  details: CurrentDetails,
  facts: TemplateFacts,
): DetailsPatch {
  const patch = fillTemplate(template, facts);
  // A title that is unknown here may be set on BigGo.
  const isFree = { title: details.title === "", description: details.description === "", access: true, products: true };
  const taken = templateFields.filter((field) => fields.includes(field) && (overwrite || isFree[field]));
  return Object.fromEntries(taken.flatMap((field) => (patch[field] === undefined ? [] : [[field, patch[field]]])));
}

function wantedPatch(
  action: Exclude<BulkRequest, { kind: "delete" }>,
  details: CurrentDetails,
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

/** The fields of a patch that differ from the current details. */
export function onlyChanged(patch: DetailsPatch, details: CurrentDetails): DetailsPatch {
  const keys = (list: readonly TaggedProduct[] | undefined) => (list ?? []).map(rowKey).join("\n");
  const changed = Object.entries(patch).filter(([field, value]) => {
    if (field === "products") return keys(patch.products) !== keys(details.products);
    return value !== details[field as "title" | "description" | "access"];
  });
  return Object.fromEntries(changed);
}

const refusal = (code: AppErrorValue["code"], name: string): AppErrorValue => ({
  code,
  message: `BigGo does not accept the changed ${name}`,
  retryable: false,
  details: { name },
});

/** Why the result of a change is invalid; null when it is valid. */
function problemOf({ description, products }: DetailsPatch): AppErrorValue | null {
  if (description !== undefined && description.length > descriptionMaxLength) {
    return refusal("invalid-field", "description");
  }
  if (products === undefined || productListSchema.safeParse(products).success) return null;
  return refusal(products.length > maxProducts ? "too-many-products" : "invalid-field", "products");
}

/** What a change does to a video: the patch to send (empty when nothing differs), or why it is impossible. */
export function changeOf(
  action: Exclude<BulkRequest, { kind: "delete" }>,
  details: CurrentDetails,
  facts: TemplateFacts,
): { patch: DetailsPatch; error: AppErrorValue | null } {
  const patch = onlyChanged(wantedPatch(action, details, facts), details);
  return { patch, error: problemOf(patch) };
}
