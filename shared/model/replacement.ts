import { z } from "zod";
import { appErrorSchema } from "../errors.ts";
import { type ProductRef, productKey, type TaggedProduct, taggedProductSchema } from "./product.ts";
import { videoIdSchema } from "./video.ts";

/**
 * Where one video of a replacement stands; whether BigGo has taken the change is told by the video's own save state.
 */
const replacementItemSchema = z.object({
  videoId: videoIdSchema,
  state: z.enum(["waiting", "changed", "unchanged", "failed"]),
  /** The list before the change; null until it was changed. */
  before: z.array(taggedProductSchema).nullable(),
  error: appErrorSchema.nullable(),
});
export type ReplacementItem = z.infer<typeof replacementItemSchema>;

/** One product swapped for another (or taken off) on many videos. */
export const replacementSchema = z.object({
  id: z.string(),
  madeAtMs: z.number(),
  from: taggedProductSchema,
  /** Null: taken off. */
  to: taggedProductSchema.nullable(),
  /** The replacement that this one takes back. */
  undoes: z.string().nullable(),
  items: z.array(replacementItemSchema),
});
export type Replacement = z.infer<typeof replacementSchema>;

/** The change that one video would see. */
export const plannedChangeSchema = z.object({
  videoId: videoIdSchema,
  before: z.array(taggedProductSchema),
  after: z.array(taggedProductSchema),
});
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

/** Products of own videos that need somebody. */
export const tagHealthSchema = z.object({
  /** Offline or gone, each with the videos it is on. */
  dead: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(videoIdSchema) })),
  /** Their price moved since they were tagged, the largest move first. */
  moved: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(videoIdSchema) })),
  /** When the oldest of this was asked for, epoch ms; null: nothing yet. */
  oldestSeenAtMs: z.number().nullable(),
  /** Videos with products whose products nobody has asked for yet. */
  unseen: z.number(),
});
export type TagHealthReport = z.infer<typeof tagHealthSchema>;

const isProduct = (ref: ProductRef) => (product: TaggedProduct) =>
  product.ref !== null && productKey(product.ref) === productKey(ref);

/**
 * A list with one product in another's place; a product that is on the list already is not put there twice. The same
 * list where `from` is not on it.
 */
export function withReplaced(
  list: readonly TaggedProduct[],
  from: ProductRef,
  to: TaggedProduct | null,
): readonly TaggedProduct[] {
  if (!list.some(isProduct(from))) return list;
  const isThere = to?.ref != null && list.some(isProduct(to.ref));
  // BigGo may tell of the same product twice: the other one is put in once.
  const place = to === null || isThere ? -1 : list.findIndex(isProduct(from));
  return list.flatMap((product, at) =>
    !isProduct(from)(product) ? [product] : at === place && to !== null ? [to] : [],
  );
}
