import { z } from "zod";
import {
  lenientFlag,
  lenientNumber,
  lenientText,
  lenientUrl,
  objectOrNothing,
  optionalCount,
  optionalId,
  optionalNumber,
  optionalText,
  optionalUrl,
  textList,
  urlList,
} from "./lenient.ts";
import { rowsOf } from "./read-value.ts";

/** What BigGo returns of every product tagged on a video, even in a listing. */
export interface ApiProductBase {
  /** `title`: the product's name in its store. */
  title: string;
  /** `price`: the current price, in `currency`. */
  price: number;
  /** `symbol`: the currency's symbol ("NT$"). */
  symbol: string;
  /** `image`: address of the picture that BigGo shows. */
  image: string;
}

/**
 * A product tagged on a video, or found in a picture, with all fields of the published clients. They name the fields
 * without describing them: meanings follow from names and values. A listing has only the fields of
 * {@link ApiProductBase}: there other texts and numbers are null, flags false and lists empty.
 */
export interface ApiProduct extends ApiProductBase {
  /** `id`: the product's id within its store, called `oid` in requests. Null: BigGo does not identify the product. */
  id: string | null;
  /** `index`: BigGo's name of the store, called `nindex` in requests. Null: BigGo does not identify the product. */
  index: string | null;
  /** `history_id`: the key of the price history, "<index>-<id>". */
  historyId: string | null;
  /** `currency`: ISO 4217 code. */
  currency: string | null;
  /** `origimage`: address of the store's own picture. */
  originalImage: string | null;
  /** `original_price`: the price in the store's own currency, whose symbol is `originalSymbol`. */
  originalPrice: number | null;
  /** `original_symbol`: the symbol of the store's own currency. */
  originalSymbol: string | null;
  /** `price_diff_real`: change of the price, in `currency`; negative when it fell. The period is not documented. */
  priceDiffReal: number | null;
  /** `url`: BigGo's affiliate link to the product, a path or an address. */
  url: string | null;
  /** `purl`: the product's page in its store. */
  purl: string | null;
  /** `provide`: the store's name. */
  provide: string | null;
  /** `type`: BigGo's kind of the entry ("product"). */
  type: string | null;
  /** `discount`: texts about discounts. */
  discount: string[];
  /** `gallery_count`: number of pictures. */
  galleryCount: number | null;
  /** `gallery_images`: addresses of pictures. */
  galleryImages: string[];
  /** `hasShop`: whether a seller's shop within the store sells it. */
  hasShop: boolean;
  /** `hasStorePage`: whether BigGo has a page about the store. */
  hasStorePage: boolean;
  /** `isAD`: whether the entry is an advertisement. */
  isAd: boolean;
  /** `is_adult`: whether the product is for adults only. */
  isAdult: boolean;
  /** `isMultipleProduct`: whether the entry stands for several offers. */
  isMultipleProduct: boolean;
  /** `isNotFound`: BigGo no longer finds the product. */
  isNotFound: boolean;
  /** `isOffline`: the store no longer sells the product. */
  isOffline: boolean;
  /** `more`: whether BigGo has more of the entry to show. */
  more: boolean;
  /** `online_notify`: whether the user asked to be notified when it is sold again. */
  onlineNotify: boolean;
  /** `subscribe`: whether the user follows the product's price. */
  subscribe: boolean;
  /** `location` (optional): where the seller is. */
  location: string | null;
  /** `m_max_price` (optional): the highest price of several offers, as BigGo writes it. */
  mMaxPrice: string | null;
  /** `m_text` (optional): BigGo's text about several offers. */
  mText: string | null;
  /** `seller-credit` (optional): the seller's rating, as BigGo writes it. */
  sellerCredit: string | null;
  /** `uid` (optional): the seller's id within the store. */
  uid: string | null;
  /** `username` (optional): the seller's name within the store. */
  username: string | null;
}

const identity = {
  // A picture search may use the names of a product search: its response is not documented.
  id: optionalId,
  oid: optionalId,
  index: optionalId,
  nindex: optionalId,
  history_id: optionalId,
};

const facts = {
  title: lenientText,
  price: lenientNumber,
  symbol: lenientText,
  image: lenientUrl,
  currency: optionalText,
  origimage: optionalUrl,
  original_price: optionalNumber,
  original_symbol: optionalText,
  price_diff_real: optionalNumber,
  url: optionalUrl,
  purl: optionalUrl,
  provide: optionalText,
  store: objectOrNothing(z.object({ name: optionalText })).catch(null),
  type: optionalText,
  discount: textList,
  gallery_count: optionalCount,
  gallery_images: urlList,
};

const flags = {
  hasShop: lenientFlag,
  hasStorePage: lenientFlag,
  isAD: lenientFlag,
  is_adult: lenientFlag,
  isMultipleProduct: lenientFlag,
  is_multiple_product: lenientFlag,
  isNotFound: lenientFlag,
  isOffline: lenientFlag,
  is_offline: lenientFlag,
  more: lenientFlag,
  online_notify: lenientFlag,
  subscribe: lenientFlag,
};

const seller = {
  location: optionalText,
  m_max_price: optionalId,
  m_text: optionalText,
  "seller-credit": optionalId,
  uid: optionalId,
  username: optionalText,
};

/** Parses BigGo's Product; tolerant of unknown, missing and oddly typed fields. */
export const apiProductSchema = z.object({ ...identity, ...facts, ...flags, ...seller }).transform(
  ({ id, oid, index, nindex, is_multiple_product, is_offline, store, ...wire }): ApiProduct => ({
    title: wire.title,
    price: wire.price,
    symbol: wire.symbol,
    image: wire.image,
    id: id ?? oid,
    index: index ?? nindex,
    historyId: wire.history_id,
    currency: wire.currency,
    originalImage: wire.origimage,
    originalPrice: wire.original_price,
    originalSymbol: wire.original_symbol,
    priceDiffReal: wire.price_diff_real,
    url: wire.url,
    purl: wire.purl,
    provide: wire.provide || store?.name || null,
    type: wire.type,
    discount: wire.discount,
    galleryCount: wire.gallery_count,
    galleryImages: wire.gallery_images,
    hasShop: wire.hasShop,
    hasStorePage: wire.hasStorePage,
    isAd: wire.isAD,
    isAdult: wire.is_adult,
    isMultipleProduct: wire.isMultipleProduct || is_multiple_product,
    isNotFound: wire.isNotFound,
    isOffline: wire.isOffline || is_offline,
    more: wire.more,
    onlineNotify: wire.online_notify,
    subscribe: wire.subscribe,
    location: wire.location,
    mMaxPrice: wire.m_max_price,
    mText: wire.m_text,
    sellerCredit: wire["seller-credit"],
    uid: wire.uid,
    username: wire.username,
  }),
);

/** No list of BigGo's is longer. */
const maxProductsPerPage = 200;

/** Parses rows one by one, leaving out those that `schema` refuses and those after the 200th. */
export function parseRows<T>(rows: readonly unknown[], schema: z.ZodType<T>): T[] {
  return rows.slice(0, maxProductsPerPage).flatMap((row) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Parses a list of products as {@link parseRows} does. Null counts as an empty list; a missing one, or what is no list,
 * is refused.
 */
export function productListOf<T>(schema: z.ZodType<T>) {
  return z
    .unknown()
    .transform((value) => (value === null ? [] : rowsOf(value)))
    .pipe(z.array(z.unknown(), { error: "not a list" }))
    .transform((rows) => parseRows(rows, schema));
}
