import { z } from "zod";

/** How many products BigGo takes for one video (its code 1009 refuses more). */
export const maxProducts = 10;

/** What names a product on BigGo: its store's index and its id there. */
export const productRefSchema = z.object({ nindex: z.string().min(1).max(200), oid: z.string().min(1).max(400) });
export type ProductRef = z.infer<typeof productRefSchema>;

/** One text for a product's name, `<nindex>-<oid>`: BigGo's own key for its price history. */
export function productKey({ nindex, oid }: ProductRef): string {
  return `${nindex}-${oid}`;
}

/** Whether a product can still be bought: `offline` the shop no longer offers it, `gone` BigGo no longer finds it. */
const availabilitySchema = z.enum(["available", "offline", "gone"]);
export type Availability = z.infer<typeof availabilitySchema>;

const productFacts = {
  title: z.string().max(2000),
  /** As BigGo last told it, in `currency`. */
  price: z.number(),
  /** "NT$"; for where `currency` is none that is known. */
  symbol: z.string().max(20),
  /** ISO 4217; empty where BigGo did not say. */
  currency: z.string().max(20),
  storeName: z.string().max(400),
};

/** A product on a video, with what was known of it when it was last seen. */
export const taggedProductSchema = z.object({
  ...productFacts,
  /** Null: BigGo did not say which product it is. It can be shown or removed, but not be sent. */
  ref: productRefSchema.nullable(),
  availability: availabilitySchema,
  /** The price when it was tagged on this computer, or first seen on the video. */
  taggedPrice: z.number().nullable(),
});
export type TaggedProduct = z.infer<typeof taggedProductSchema>;

/** The same product twice, or more than {@link maxProducts}, is no list. */
export const productListSchema = z
  .array(taggedProductSchema)
  .max(maxProducts)
  .refine((products) => new Set(refsOf(products).map(productKey)).size === refsOf(products).length, {
    error: "The same product twice",
  });

/** The products of a list that are known by name. */
export function refsOf(products: readonly TaggedProduct[]): ProductRef[] {
  return products.flatMap(({ ref }) => (ref === null ? [] : [ref]));
}

/** What a product is called in a list: its key, or its title where BigGo does not say which one it is. */
export function rowKey({ ref, title }: Pick<TaggedProduct, "ref" | "title">): string {
  return ref === null ? `? ${title}` : productKey(ref);
}

/** Whether two lists name the same products in the same order; those without a name are compared by their title. */
export function sameProducts(a: readonly TaggedProduct[], b: readonly TaggedProduct[]): boolean {
  const names = (list: readonly TaggedProduct[]) => list.map(rowKey).join("\n");
  return a.length === b.length && names(a) === names(b);
}

/** A product found by words, by an address or in a picture. */
export const foundProductSchema = z.object({
  ...productFacts,
  ref: productRefSchema,
  offline: z.boolean(),
  adult: z.boolean(),
  /** Several offers in one: the lowest and the highest price. */
  offers: z.object({ lowest: z.number(), highest: z.number() }).nullable(),
});
export type FoundProduct = z.infer<typeof foundProductSchema>;

/** A found product as it is tagged. */
export function tagOf(found: FoundProduct): TaggedProduct {
  const { ref, title, price, symbol, currency, storeName, offline } = found;
  const availability = offline ? "offline" : "available";
  return { ref, title, price, symbol, currency, storeName, availability, taggedPrice: price };
}

/** What came of a text in the product box. */
export const productAnswerSchema = z.discriminatedUnion("kind", [
  /** It was words: one page of what was found. */
  z.object({
    kind: z.literal("list"),
    products: z.array(foundProductSchema),
    total: z.number(),
    page: z.number(),
    totalPages: z.number(),
  }),
  /** It was an address or a name of one product. */
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

/** Products kept together under a name. */
export const productSetSchema = z.object({
  id: z.string().max(64),
  name: z.string().trim().min(1).max(100),
  products: productListSchema,
});
export type ProductSet = z.infer<typeof productSetSchema>;

/** Products of own videos that need somebody. */
export const tagHealthSchema = z.object({
  /** Offline or gone, each with the videos it is on. */
  dead: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(z.string()) })),
  /** Their price moved since they were tagged, the largest move first. */
  moved: z.array(z.object({ product: taggedProductSchema, videoIds: z.array(z.string()) })),
  /** When the oldest of this was asked for, epoch ms; null: nothing yet. */
  oldestSeenAtMs: z.number().nullable(),
  /** Videos with products whose products nobody has asked for yet. */
  unseen: z.number(),
});
export type TagHealthReport = z.infer<typeof tagHealthSchema>;
