import { cutText } from "../../../shared/graphemes.ts";
import { type FoundProduct, productRefSchema } from "../../../shared/model/product.ts";
import type { ApiProduct } from "./api-product.ts";
import type { SearchProduct } from "./search-product.ts";

/** A product found by a search or in a picture, in the app's terms, with the address of its picture. */
export interface WireProduct extends FoundProduct {
  image: string;
}

/** The app's model of a product; null when its ids could not be sent back to BigGo. */
function toWireProduct(ids: { nindex: string | null; oid: string | null }, facts: Omit<WireProduct, "ref">) {
  const ref = productRefSchema.safeParse(ids);
  if (!ref.success) return null;
  // Untrusted texts are cut to the lengths that the shared models accept.
  const product: WireProduct = {
    ...facts,
    ref: ref.data,
    title: cutText(facts.title, 2000),
    symbol: cutText(facts.symbol, 20),
    currency: cutText(facts.currency, 20),
    storeName: cutText(facts.storeName, 400),
  };
  return product;
}

/** The app's model of a product found by a search; null when its ids cannot be used. */
export function fromSearchProduct(found: SearchProduct): WireProduct | null {
  const { title, image, price, symbol, currency, isOffline: offline, isAdult: adult } = found;
  const { minPrice, maxPrice } = found.multiple ?? { minPrice: price, maxPrice: price };
  const offers = found.isMultipleProduct ? { lowest: minPrice, highest: maxPrice } : null;
  const storeName = found.store?.name ?? "";
  return toWireProduct(found, { title, image, price, symbol, currency, storeName, offline, adult, offers });
}

/** The app's model of a product found in a picture; null when its ids cannot be used. */
export function fromApiProduct(found: ApiProduct): WireProduct | null {
  const { title, image, price, symbol, isOffline: offline, isAdult: adult } = found;
  const offers = found.isMultipleProduct ? { lowest: price, highest: price } : null;
  const facts = { title, image, price, symbol, offline, adult, offers };
  const texts = { currency: found.currency ?? "", storeName: found.provide ?? "" };
  return toWireProduct({ nindex: found.index, oid: found.id }, { ...facts, ...texts });
}
