import { z } from "zod";

/** The most products per video (BigGo refuses more with code 1009). */
export const maxProducts = 10;

/** Identifies a product on BigGo: its store's index and its id there. */
export const productRefSchema = z.object({ nindex: z.string().min(1).max(200), oid: z.string().min(1).max(400) });
export type ProductRef = z.infer<typeof productRefSchema>;

/** The key of a product, `<nindex>-<oid>`: BigGo's own key for its price history. */
export function productKey({ nindex, oid }: ProductRef): string {
  return `${nindex}-${oid}`;
}

/** Whether a product can still be bought. `offline`: the shop no longer sells it; `gone`: BigGo no longer finds it. */
const availabilitySchema = z.enum(["available", "offline", "gone"]);
export type Availability = z.infer<typeof availabilitySchema>;

const productFacts = {
  title: z.string().max(2000),
  /** As BigGo last reported it, in `currency`. */
  price: z.number(),
  /** "NT$"; used when `currency` is unknown. */
  symbol: z.string().max(20),
  /** ISO 4217; empty when BigGo did not report it. */
  currency: z.string().max(20),
  storeName: z.string().max(400),
};

/** A product on a video, with the facts last seen of it. */
export const taggedProductSchema = z.object({
  ...productFacts,
  /** Null: BigGo did not identify the product. It can be shown and removed, but not sent. */
  ref: productRefSchema.nullable(),
  availability: availabilitySchema,
  /** The price when it was tagged on this computer, or first seen on the video. */
  taggedPrice: z.number().nullable(),
});
export type TaggedProduct = z.infer<typeof taggedProductSchema>;

/** A list of products without duplicates, of at most {@link maxProducts}. */
export const productListSchema = z
  .array(taggedProductSchema)
  .max(maxProducts)
  .refine((products) => new Set(refsOf(products).map(productKey)).size === refsOf(products).length, {
    error: "The same product twice",
  });

/** The identified products of a list. */
export function refsOf(products: readonly TaggedProduct[]): ProductRef[] {
  return products.flatMap(({ ref }) => (ref === null ? [] : [ref]));
}

/** Identifies a product within a list: its key, or its title when BigGo did not identify it. */
export function rowKey({ ref, title }: Pick<TaggedProduct, "ref" | "title">): string {
  return ref === null ? `? ${title}` : productKey(ref);
}

/** Whether two lists contain the same products in the same order; unidentified ones are compared by title. */
export function sameProducts(a: readonly TaggedProduct[], b: readonly TaggedProduct[]): boolean {
  const names = (list: readonly TaggedProduct[]) => list.map(rowKey).join("\n");
  return a.length === b.length && names(a) === names(b);
}

/** A product found by words, by a URL or in a picture. */
export const foundProductSchema = z.object({
  ...productFacts,
  ref: productRefSchema,
  offline: z.boolean(),
  adult: z.boolean(),
  /** For several offers in one: the lowest and the highest price. */
  offers: z.object({ lowest: z.number(), highest: z.number() }).nullable(),
});
export type FoundProduct = z.infer<typeof foundProductSchema>;

/** The tag for a found product. */
export function tagOf(found: FoundProduct): TaggedProduct {
  const { ref, title, price, symbol, currency, storeName, offline } = found;
  const availability = offline ? "offline" : "available";
  return { ref, title, price, symbol, currency, storeName, availability, taggedPrice: price };
}

/** The result of a text in the product box. */
export const productAnswerSchema = z.discriminatedUnion("kind", [
  /** Words: one page of results. */
  z.object({
    kind: z.literal("list"),
    products: z.array(foundProductSchema),
    total: z.number(),
    page: z.number(),
    totalPages: z.number(),
  }),
  /** A URL or key of one product. */
  z.object({ kind: z.literal("one"), product: foundProductSchema }),
]);
export type ProductAnswer = z.infer<typeof productAnswerSchema>;

/** A price history, oldest first. */
export const priceLineSchema = z.object({
  currency: z.string(),
  symbol: z.string(),
  lowest: z.number(),
  highest: z.number(),
  points: z.array(z.object({ atMs: z.number(), price: z.number() })),
});
export type PriceLine = z.infer<typeof priceLineSchema>;

/** A named set of products. */
export const productSetSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  products: productListSchema,
});
export type ProductSet = z.infer<typeof productSetSchema>;

/** Products on own videos that need attention. */
export const tagHealthSchema = z.object({
  /** Offline or gone, each with the videos it is on. */
  dead: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(z.string()) })),
  /** Their price has changed since they were tagged, the largest change first. */
  moved: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(z.string()) })),
  /** When the oldest of these facts was fetched, epoch ms; null: none yet. */
  oldestSeenAtMs: z.number().nullable(),
  /** Videos whose products have not been fetched yet. */
  unseen: z.number(),
});
export type TagHealthReport = z.infer<typeof tagHealthSchema>;
