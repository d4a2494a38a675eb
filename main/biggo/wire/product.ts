import { z } from "zod";
import { idText, lenientFlag, lenientNumber, lenientText, objectOrNothing } from "./lenient.ts";

/** A product found by search or in a picture, in our terms. */
export interface FoundProduct {
  nindex: string;
  oid: string;
  /** `<nindex>-<oid>`, the key of its price history. */
  historyId: string;
  title: string;
  image: string;
  price: number;
  symbol: string;
  currency: string;
  storeName: string;
  offline: boolean;
}

/** Parses BigGo's SearchProduct, and the Product of an image search, whose ids have other names. */
const foundProductSchema = z
  .object({
    nindex: idText.optional(),
    oid: idText.optional(),
    index: idText.optional(),
    id: idText.optional(),
    history_id: lenientText,
    title: lenientText,
    image: lenientText,
    price: lenientNumber,
    symbol: lenientText,
    currency: lenientText,
    store: objectOrNothing(z.object({ name: lenientText })).catch(null),
    is_offline: lenientFlag,
    isOffline: lenientFlag,
  })
  .transform((wire, context): FoundProduct => {
    const nindex = wire.nindex ?? wire.index;
    const oid = wire.oid ?? wire.id;
    if (nindex === undefined || oid === undefined) {
      context.addIssue({ code: "custom", message: "a product without nindex and oid" });
      return z.NEVER;
    }
    return {
      nindex,
      oid,
      historyId: wire.history_id === "" ? `${nindex}-${oid}` : wire.history_id,
      title: wire.title,
      image: wire.image,
      price: wire.price,
      symbol: wire.symbol,
      currency: wire.currency,
      storeName: wire.store?.name ?? "",
      offline: wire.is_offline || wire.isOffline,
    };
  });

/** A list in which rows that cannot be read are left out. */
export const foundProductList = z.array(z.unknown()).transform((rows) =>
  rows.flatMap((row) => {
    const parsed = foundProductSchema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  }),
);
