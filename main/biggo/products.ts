import { z } from "zod";
import { type Region, siteOfRegion } from "../../shared/model/account.ts";
import { type ProductRef, productKey } from "../../shared/model/product.ts";
import { parseBody } from "./answer.ts";
import type { Call } from "./call.ts";
import { lenientNumber, lenientText } from "./wire/lenient.ts";
import { type WireProduct, wireProductList } from "./wire/product.ts";

export interface ProductSearch {
  products: WireProduct[];
  total: number;
  totalPages: number;
}

export interface PriceHistory {
  title: string;
  symbol: string;
  currency: string;
  currentPrice: number;
  /** Oldest first; `atMs` is epoch ms. */
  points: { atMs: number; price: number }[];
}

/** Products on BigGo. Every call rejects with BigGoError. */
export interface ProductsApi {
  /** Searches one region's site; pages count from 1. Needs no token. */
  search(query: string, region: Region, page: number, signal?: AbortSignal): Promise<ProductSearch>;
  /** Refused with 1008 for a product that BigGo does not have. */
  history(product: ProductRef, days: 30 | 90 | 180 | 365, signal?: AbortSignal): Promise<PriceHistory>;
}

const searchAnswer = z.object({ list: wireProductList, total: lenientNumber, total_page: lenientNumber });
const historyAnswer = z.object({
  title: lenientText,
  symbol: lenientText,
  currency: lenientText,
  current_price: lenientNumber,
  price_history: z.array(z.object({ x: lenientNumber, y: lenientNumber })).catch([]),
});

/** No page of products is longer: what is longer is not read. */
const maxBytes = 4 * 1024 * 1024;

/** The calls under `spa/` that deal with products. */
export function createProductsApi(call: Call): ProductsApi {
  return {
    async search(query, region, page, signal) {
      const answer = await call({
        method: "GET",
        path: `spa/search/${encodeURIComponent(query)}/product`,
        query: { p: page },
        headers: { site: siteOfRegion[region], region },
        anonymous: true,
        maxBytes,
        signal,
      });
      const { list, total, total_page } = parseBody(searchAnswer, answer, "product search");
      return { products: list, total, totalPages: total_page };
    },
    async history(product, days, signal) {
      const json = { days, history_id: productKey(product) };
      const answer = await call({
        method: "POST",
        path: "spa/product/history",
        json,
        maxBytes,
        anonymous: true,
        signal,
      });
      const history = parseBody(historyAnswer, answer, "price history");
      const points = history.price_history.map(({ x, y }) => ({ atMs: x, price: y }));
      return {
        title: history.title,
        symbol: history.symbol,
        currency: history.currency,
        currentPrice: history.current_price,
        points: points.sort((a, b) => a.atMs - b.atMs),
      };
    },
  };
}
