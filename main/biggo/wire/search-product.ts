import { z } from "zod";
import {
  idText,
  lenientFlag,
  lenientNumber,
  lenientText,
  lenientUrl,
  objectOrNothing,
  optionalId,
  optionalNumber,
  optionalText,
  optionalUrl,
} from "./lenient.ts";

/** The store of a {@link SearchProduct}. */
export interface SearchProductStore {
  /** `name`: the store's name. */
  name: string;
  /** `image`: address of its logo. */
  image: string | null;
  /** `discount_info`: offers of the store, in a shape that is not documented. */
  discountInfo: unknown;
}

/** The seller's shop within the store of a {@link SearchProduct}. */
export interface SearchProductShop {
  /** `name`: the shop's name. */
  name: string | null;
  /** `username`: the seller's name. */
  username: string | null;
  /** `uid`: the seller's id. */
  uid: string | null;
  /** `location`: where the seller is. */
  location: string | null;
}

/**
 * A product found by a search, with the fields of BigGo's public product-search client. That client names the fields
 * without describing them: meanings follow from names and values.
 */
export interface SearchProduct {
  /** `nindex`: BigGo's name of the store. With `oid` it identifies the product in every request. */
  nindex: string;
  /** `oid`: the product's id within its store. */
  oid: string;
  /** `history_id`: the key of the price history, "<nindex>-<oid>". */
  historyId: string | null;
  /** `item_id`: BigGo's id of the entry. */
  itemId: string | null;
  /** `title`: the product's name in its store. */
  title: string;
  /** `image`: address of its picture. */
  image: string;
  /** `price`: the current price, in `currency`. */
  price: number;
  /** `symbol`: the currency's symbol ("NT$"). */
  symbol: string;
  /** `currency`: ISO 4217 code. */
  currency: string;
  /** `price_diff_real`: change of the price, in `currency`; negative when it fell. The period is not documented. */
  priceDiffReal: number | null;
  /** `url`: BigGo's link to the product. */
  url: string | null;
  /** `affurl`: BigGo's affiliate link, a path on the region's site. */
  affiliateUrl: string | null;
  /** `purl`: the product's page in its store. */
  purl: string | null;
  /** `store`: the store; null when it is missing. */
  store: SearchProductStore | null;
  /** `has_shop`: whether a seller's shop within the store sells it. */
  hasShop: boolean;
  /** `shop`: that shop; null when it is missing. */
  shop: SearchProductShop | null;
  /** `is_offline`: the store no longer sells the product. */
  isOffline: boolean;
  /** `is_adult`: whether the product is for adults only. */
  isAdult: boolean;
  /** `is_multiple_product`: whether the entry stands for several offers. */
  isMultipleProduct: boolean;
  /** `multiple`: the lowest and highest price of several offers, in `currency`; null when it is missing. */
  multiple: { minPrice: number; maxPrice: number } | null;
}

const storeSchema = objectOrNothing(
  z
    .object({ name: lenientText, image: optionalUrl, discount_info: z.unknown().optional() })
    .transform(
      (wire): SearchProductStore => ({ name: wire.name, image: wire.image, discountInfo: wire.discount_info }),
    ),
).catch(null);

const shopSchema = objectOrNothing(
  z.object({ name: optionalText, username: optionalText, uid: optionalId, location: optionalText }),
).catch(null);

const multipleSchema = objectOrNothing(
  z
    .object({ min_price: lenientNumber, max_price: lenientNumber })
    .transform((wire) => ({ minPrice: wire.min_price, maxPrice: wire.max_price })),
).catch(null);

/** Parses BigGo's SearchProduct; tolerant of unknown, missing and oddly typed fields, except for `nindex` and `oid`. */
export const searchProductSchema = z
  .object({
    nindex: idText,
    oid: idText,
    history_id: optionalId,
    item_id: optionalId,
    title: lenientText,
    image: lenientUrl,
    price: lenientNumber,
    symbol: lenientText,
    currency: lenientText,
    price_diff_real: optionalNumber,
    url: optionalUrl,
    affurl: optionalUrl,
    purl: optionalUrl,
    store: storeSchema,
    has_shop: lenientFlag,
    shop: shopSchema,
    is_offline: lenientFlag,
    is_adult: lenientFlag,
    is_multiple_product: lenientFlag,
    multiple: multipleSchema,
  })
  .transform(
    (wire): SearchProduct => ({
      nindex: wire.nindex,
      oid: wire.oid,
      historyId: wire.history_id,
      itemId: wire.item_id,
      title: wire.title,
      image: wire.image,
      price: wire.price,
      symbol: wire.symbol,
      currency: wire.currency,
      priceDiffReal: wire.price_diff_real,
      url: wire.url,
      affiliateUrl: wire.affurl,
      purl: wire.purl,
      store: wire.store,
      hasShop: wire.has_shop,
      shop: wire.shop,
      isOffline: wire.is_offline,
      isAdult: wire.is_adult,
      isMultipleProduct: wire.is_multiple_product,
      multiple: wire.multiple,
    }),
  );
