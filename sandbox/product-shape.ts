import { siteOfRegion } from "../shared/model/account.ts";
import type { CatalogueProduct } from "./catalogue.ts";

const historyId = (product: CatalogueProduct) => `${product.nindex}-${product.oid}`;

function imageOf(product: CatalogueProduct, baseUrl: string): string {
  return `${baseUrl}/media/products/${product.nindex}/${product.oid}`;
}

function priceDifference(product: CatalogueProduct): number {
  return Number((product.price - product.originalPrice).toFixed(2));
}

/** BigGo's Product on a video in a listing, where it omits the ids. */
export function shortProductShape(product: CatalogueProduct, baseUrl: string) {
  return {
    title: product.title,
    price: product.price,
    symbol: product.store.symbol,
    image: imageOf(product, baseUrl),
  };
}

function pictureFields(product: CatalogueProduct, baseUrl: string) {
  const image = imageOf(product, baseUrl);
  return { image, origimage: image, gallery_count: 1, gallery_images: [image] };
}

/** BigGo's Product on a single video. */
export function productShape(product: CatalogueProduct, baseUrl: string) {
  return {
    ...pictureFields(product, baseUrl),
    ...(product.nameless === true ? {} : { id: product.oid, index: product.nindex, history_id: historyId(product) }),
    title: product.title,
    price: product.price,
    symbol: product.store.symbol,
    currency: product.store.currency,
    original_price: product.originalPrice,
    original_symbol: product.store.symbol,
    price_diff_real: priceDifference(product),
    url: affiliatePath(product),
    purl: product.store.urlOf(product.oid),
    provide: product.store.name,
    type: "product",
    discount: [],
    hasShop: false,
    hasStorePage: true,
    isAD: false,
    is_adult: false,
    isMultipleProduct: false,
    isNotFound: product.gone === true,
    isOffline: product.offline,
    more: false,
    online_notify: false,
    subscribe: false,
  };
}

function affiliatePath(product: CatalogueProduct): string {
  return `/r/?i=${encodeURIComponent(product.nindex)}&id=${encodeURIComponent(product.oid)}`;
}

function storeOf(product: CatalogueProduct) {
  return { name: product.store.name, image: "", discount_info: [], cashback: null };
}

/** BigGo's SearchProduct; `affurl` is a path on the region's own site. */
export function searchProductShape(product: CatalogueProduct, baseUrl: string) {
  return {
    ...pictureFields(product, baseUrl),
    nindex: product.nindex,
    oid: product.oid,
    history_id: historyId(product),
    item_id: historyId(product),
    title: product.title,
    price: product.price,
    symbol: product.store.symbol,
    currency: product.store.currency,
    price_diff_real: priceDifference(product),
    url: `https://${siteOfRegion[product.store.region]}${affiliatePath(product)}`,
    affurl: affiliatePath(product),
    purl: product.store.urlOf(product.oid),
    store: storeOf(product),
    has_shop: false,
    shop: { name: "", username: "", uid: "", location: "" },
    is_offline: product.offline,
    is_adult: false,
    is_multiple_product: false,
    multiple: { min_price: product.price, max_price: product.price },
    is_ad: false,
    subscribe: false,
  };
}
