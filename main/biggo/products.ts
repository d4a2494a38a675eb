import { z } from "zod";
import { type Region, siteOfRegion } from "../../shared/model/account.ts";
import { type ProductRef, productKey } from "../../shared/model/product.ts";
import type { Call } from "./call.ts";
import { textSegment } from "./path-segment.ts";
import { parseBody } from "./response.ts";
import { productListOf } from "./wire/api-product.ts";
import { lenientCount, lenientNumber, lenientText } from "./wire/lenient.ts";
import type { WireProduct } from "./wire/product.ts";
import { epochSecondsOf, numberOf, rowsOf } from "./wire/read-value.ts";
import { type SearchProduct, searchProductSchema } from "./wire/search-product.ts";

/** One page of a product search. */
export interface ProductSearch<Product = WireProduct> {
  products: Product[];
  /** Number of products on all pages. */
  total: number;
  totalPages: number;
}

/** The price history of a product, in `currency`. */
export interface PriceHistory {
  title: string;
  symbol: string;
  currency: string;
  currentPrice: number;
  /** Oldest first; `atMs` is epoch ms. */
  points: { atMs: number; price: number }[];
}

/**
 * The calls for products, with `SearchProduct` or the app's own model of a product. Every call rejects with BigGoError.
 */
export interface ProductsApi<Product = WireProduct> {
  /** Searches a region's site; pages count from 1. */
  search(query: string, region: Region, page: number, signal?: AbortSignal): Promise<ProductSearch<Product>>;
  /** The prices of the last `days` days. Refused with `productNotFound`. */
  history(product: ProductRef, days: 30 | 90 | 180 | 365, signal?: AbortSignal): Promise<PriceHistory>;
}

const searchBody = z.object({
  list: productListOf(searchProductSchema),
  total: lenientCount,
  total_page: lenientCount,
});
/** More points than a year of prices has, several a day; the oldest beyond are left out. */
const maxPoints = 4000;

/** The points of a price history, one by one: one whose date or price is none is left out. */
function pointsOf(value: unknown): PriceHistory["points"] {
  return (rowsOf(value) ?? []).flatMap((row) => {
    const { x, y } = Object(row) as { x?: unknown; y?: unknown };
    const [seconds, price] = [epochSecondsOf(x), numberOf(y)];
    return seconds === null || price === null ? [] : [{ atMs: Math.round(seconds * 1000), price }];
  });
}

const historyBody = z.object({
  title: lenientText,
  symbol: lenientText,
  currency: lenientText,
  current_price: lenientNumber,
  price_history: z.unknown().optional().transform(pointsOf),
});

/** Maximum size of a response: no page of products is larger. */
const maxBytes = 4 * 1024 * 1024;

/** Creates the calls for products (`spa/search/…/product` and `spa/product/history`). */
export function createProductsApi(call: Call): ProductsApi<SearchProduct> {
  return {
    async search(query, region, page, signal) {
      const body = await call({
        method: "GET",
        path: `spa/search/${textSegment(query)}/product`,
        query: { p: page },
        headers: { site: siteOfRegion[region], region },
        maxBytes,
        signal,
      });
      const { list, total, total_page } = parseBody(searchBody, body, "product search");
      return { products: list, total, totalPages: total_page };
    },
    async history(product, days, signal) {
      const json = { days, history_id: productKey(product) };
      const body = await call({
        method: "POST",
        path: "spa/product/history",
        json,
        maxBytes,
        signal,
      });
      const history = parseBody(historyBody, body, "price history");
      return {
        title: history.title,
        symbol: history.symbol,
        currency: history.currency,
        currentPrice: history.current_price,
        points: history.price_history.sort((a, b) => a.atMs - b.atMs).slice(-maxPoints),
      };
    },
  };
}
