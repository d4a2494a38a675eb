import { AppError } from "../../shared/errors.ts";
import { type Region, regionSchema } from "../../shared/model/account.ts";
import {
  type FoundProduct,
  type PriceLine,
  type ProductAnswer,
  type ProductRef,
  productKey,
} from "../../shared/model/product.ts";
import type { AppClient } from "../biggo/app-client.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { PriceHistory } from "../biggo/products.ts";
import type { WireProduct } from "../biggo/wire/product.ts";
import { parseProductText } from "./parse-product-text.ts";
import type { ProductImages } from "./product-images.ts";
import type { RuleMatcher } from "./rule-matcher.ts";
import { applyStoreRule } from "./store-rule.ts";
import { createTtlCache, type TtlCache } from "./ttl-cache.ts";

export interface ProductFinderDeps {
  client: Pick<AppClient, "products" | "imageSearch" | "storeLinks">;
  images: ProductImages;
  matcher: RuleMatcher;
  /** The region whose stores are searched. */
  region: () => Region;
  /** Epoch ms. */
  now: () => number;
}

/** Finds products. Every call may reject with BigGoError or AppError. */
export interface ProductFinder {
  /** One product by its key; does not abort a running search. Rejects with AppError `product-unknown`. */
  product(ref: ProductRef): Promise<FoundProduct>;
  /**
   * Interprets a text: words are searched (pages start at 1; a new call aborts the previous search); a store URL, a
   * BigGo link or a product key returns that product. Rejects with AppError `store-unknown` or `product-unknown`.
   */
  find(text: string, page: number): Promise<ProductAnswer>;
  /** The price history of the last 90 days. */
  line(ref: ProductRef): Promise<PriceLine>;
  /** Products similar to those in a picture. */
  inPicture(image: Buffer, mediaType: string): Promise<FoundProduct[]>;
}

const minuteMs = 60_000;
const historyDays = 90;
/** Stores tried per domain: a domain belongs to one store, or to a few of one company. */
const maxStores = 5;

/** The product without the URL of its picture, which is never sent to the renderer. */
function withoutImage({ image: _, ...product }: WireProduct): FoundProduct {
  return product;
}

/** A product built from its price history, which has everything except the store and the picture. */
function productFromHistory(ref: ProductRef, history: PriceHistory): WireProduct {
  const { title, symbol, currency, currentPrice: price } = history;
  return { ref, title, symbol, currency, price, image: "", storeName: "", offline: false, adult: false, offers: null };
}

function priceLineOf({ symbol, currency, currentPrice, points }: PriceHistory): PriceLine {
  const prices = points.length === 0 ? [currentPrice] : points.map(({ price }) => price);
  const [lowest, highest] = [Math.min(...prices), Math.max(...prices)];
  return { symbol, currency, lowest, highest, points };
}

/** Builds the finder over BigGo's client. */
export function createProductFinder(deps: ProductFinderDeps): ProductFinder {
  const { client, images, now } = deps;
  const createCache = <T>(ttlMs: number, maxEntries: number): TtlCache<T> =>
    createTtlCache<T>({ ttlMs, maxEntries, now });
  const pages = createCache<Extract<ProductAnswer, { kind: "list" }>>(5 * minuteMs, 100);
  const histories = createCache<PriceHistory>(60 * minuteMs, 500);
  const rules = createCache<Awaited<ReturnType<AppClient["storeLinks"]["fetchRules"]>>>(60 * minuteMs, 1);
  let searching = new AbortController();

  const historyOf = (ref: ProductRef) =>
    histories.get(productKey(ref), () => client.products.history(ref, historyDays));

  const search = (words: string, region: Region, page: number, signal?: AbortSignal) =>
    pages.get(`${region} ${page} ${words}`, async () => {
      const { products, total, totalPages } = await client.products.search(words, region, page, signal);
      images.remember(products);
      return { kind: "list", products: products.map(withoutImage), total, totalPages, page };
    });

  /** BigGo has no call for a single product: its price history gives the title, and a search for that the rest. */
  const productByRef = async (ref: ProductRef): Promise<FoundProduct> => {
    const history = await historyOf(ref).catch((error: unknown) => {
      if (!(error instanceof BigGoError) || error.kind !== "refused") throw error;
      throw new AppError("product-unknown", "BigGo has no such product", { details: { name: productKey(ref) } });
    });
    const region = regionSchema.safeParse(ref.nindex.slice(0, 2)).data ?? deps.region();
    const found = await search(history.title, region, 1).catch(() => null);
    const match = found?.products.find((product) => productKey(product.ref) === productKey(ref));
    return match ?? withoutImage(productFromHistory(ref, history));
  };

  const productAtUrl = async (url: string): Promise<ProductAnswer> => {
    const stores = await client.storeLinks.lookUpDomain(url);
    const name = new URL(url).hostname;
    if (stores.length === 0) throw new AppError("store-unknown", `BigGo does not know ${name}`, { details: { name } });
    const known = await rules.get("", () => client.storeLinks.fetchRules());
    for (const { nindex, region } of stores.slice(0, maxStores)) {
      const rule = known.get(region)?.get(nindex);
      const oid = rule === undefined ? null : await applyStoreRule(rule, url, deps.matcher);
      if (oid !== null) return { kind: "one", product: await productByRef({ nindex, oid }) };
    }
    throw new AppError("product-unknown", `No product can be identified from this URL`, { details: { name } });
  };

  return {
    async find(text, page) {
      searching.abort();
      searching = new AbortController();
      const parsed = parseProductText(text);
      if (parsed.kind === "ref") return { kind: "one", product: await productByRef(parsed.ref) };
      if (parsed.kind === "address") return productAtUrl(parsed.url);
      if (parsed.words === "") return { kind: "list", products: [], total: 0, page: 1, totalPages: 0 };
      return search(parsed.words, deps.region(), page, searching.signal);
    },
    product: productByRef,
    line: async (ref) => priceLineOf(await historyOf(ref)),
    async inPicture(image, mediaType) {
      const key = await client.imageSearch.uploadImage(image, mediaType);
      const found = await client.imageSearch.findSimilar(key, deps.region());
      images.remember(found);
      return found.map(withoutImage);
    },
  };
}
