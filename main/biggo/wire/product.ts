import { z } from "zod";
import { type FoundProduct, productRefSchema } from "../../../shared/model/product.ts";
import { idText, lenientFlag, lenientNumber, lenientText, objectOrNothing, shortText } from "./lenient.ts";

/** A product found by search or in a picture, in our terms, and where its picture is. */
export interface WireProduct extends FoundProduct {
  image: string;
}

const offersSchema = objectOrNothing(z.object({ min_price: lenientNumber, max_price: lenientNumber })).catch(null);

/** Parses BigGo's SearchProduct, and the Product of an image search, whose ids have other names. */
const wireProductSchema = z
  .object({
    nindex: idText.optional(),
    oid: idText.optional(),
    index: idText.optional(),
    id: idText.optional(),
    title: shortText(2000),
    image: lenientText,
    price: lenientNumber,
    symbol: shortText(20),
    currency: shortText(20),
    store: objectOrNothing(z.object({ name: shortText(400) })).catch(null),
    provide: shortText(400),
    is_offline: lenientFlag,
    isOffline: lenientFlag,
    is_adult: lenientFlag,
    is_multiple_product: lenientFlag,
    isMultipleProduct: lenientFlag,
    multiple: offersSchema,
  })
  .transform((wire, context): WireProduct => {
    const ref = productRefSchema.safeParse({ nindex: wire.nindex ?? wire.index, oid: wire.oid ?? wire.id });
    if (!ref.success) {
      context.addIssue({ code: "custom", message: "a product without nindex and oid" });
      return z.NEVER;
    }
    const several = wire.is_multiple_product || wire.isMultipleProduct;
    const offers = wire.multiple ?? { min_price: wire.price, max_price: wire.price };
    return {
      ref: ref.data,
      title: wire.title,
      image: wire.image,
      price: wire.price,
      symbol: wire.symbol,
      currency: wire.currency,
      storeName: wire.store?.name || wire.provide,
      offline: wire.is_offline || wire.isOffline,
      adult: wire.is_adult,
      offers: several ? { lowest: offers.min_price, highest: offers.max_price } : null,
    };
  });

/** More than this is no page of BigGo's. */
const maxProductsPerPage = 200;

/** A list in which rows that cannot be read are left out. */
export const wireProductList = z.array(z.unknown()).transform((rows) =>
  rows.slice(0, maxProductsPerPage).flatMap((row) => {
    const parsed = wireProductSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  }),
);
