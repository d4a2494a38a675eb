import { AppError } from "../../shared/errors.ts";
import { type Region, regionSchema } from "../../shared/model/account.ts";
import {
  type FoundProduct,
  type PriceLine,
  type ProductAnswer,
  type ProductRef,
  productKey,
} from "../../shared/model/product.ts";
import { BigGoError } from "../biggo/biggo-error.ts";
import type { BigGoClient } from "../biggo/client.ts";
import type { PriceHistory } from "../biggo/products.ts";
import type { WireProduct } from "../biggo/wire/product.ts";
import { type KeptAnswers, keepAnswers } from "./kept-answers.ts";
import { parseProductText } from "./parse-product-text.ts";
import type { ProductImages } from "./product-images.ts";
import type { RuleMatcher } from "./rule-matcher.ts";
import { applyStoreRule } from "./store-rule.ts";

export interface ProductFinderDeps {
  client: Pick<BigGoClient, "products" | "imageSearch" | "storeLinks">;
  images: ProductImages;
  matcher: RuleMatcher;
  /** Whose shops are searched. */
  region: () => Region;
  /** Epoch ms. */
  now: () => number;
}

/** Finds products. Every call rejects with BigGoError or AppError. */
export interface ProductFinder {
  /** One product by its name; ends no search. Rejects with AppError `product-unknown`. */
  product(ref: ProductRef): Promise<FoundProduct>;
  /**
   * What a text means: words are searched (pages count from 1; a new search ends the one before), a shop's address, a
   * BigGo link or a product's own key gives that product. Rejects with AppError `store-unknown` or `product-unknown`.
   */
  find(text: string, page: number): Promise<ProductAnswer>;
  /** The prices of the last 90 days. */
  line(ref: ProductRef): Promise<PriceLine>;
  /** Products like those in a picture. */
  inPicture(image: Buffer, mediaType: string): Promise<FoundProduct[]>;
}

const minuteMs = 60_000;
const lineDays = 90;
/** An address belongs to one shop, or a few of one house; each costs a try of its rule. */
const maxStores = 5;

/** Without its picture's address, which the page never learns. */
function shown({ image: _, ...product }: WireProduct): FoundProduct {
  return product;
}

/** What a price history tells of a product: everything but its shop and its picture. */
function fromHistory(ref: ProductRef, history: PriceHistory): WireProduct {
  const { title, symbol, currency, currentPrice: price } = history;
  return { ref, title, symbol, currency, price, image: "", storeName: "", offline: false, adult: false, offers: null };
}

function lineOf({ symbol, currency, currentPrice, points }: PriceHistory): PriceLine {
  const prices = points.length === 0 ? [currentPrice] : points.map(({ price }) => price);
  const [lowest, highest] = [Math.min(...prices), Math.max(...prices)];
  return { symbol, currency, lowest, highest, points };
}

/** Builds the finder over BigGo's client. */
export function createProductFinder(deps: ProductFinderDeps): ProductFinder {
  const { client, images, now } = deps;
  const keep = <T>(ms: number, max: number): KeptAnswers<T> => keepAnswers<T>({ ms, max, now });
  const pages = keep<Extract<ProductAnswer, { kind: "list" }>>(5 * minuteMs, 100);
  const histories = keep<PriceHistory>(60 * minuteMs, 500);
  const rules = keep<Awaited<ReturnType<BigGoClient["storeLinks"]["fetchRules"]>>>(60 * minuteMs, 1);
  let searching = new AbortController();

  const historyOf = (ref: ProductRef) => histories.get(productKey(ref), () => client.products.history(ref, lineDays));

  const search = (words: string, region: Region, page: number, signal?: AbortSignal) =>
    pages.get(`${region} ${page} ${words}`, async () => {
      const { products, total, totalPages } = await client.products.search(words, region, page, signal);
      images.remember(products);
      return { kind: "list", products: products.map(shown), total, totalPages, page };
    });

  /** BigGo has no call for one product: its price history names it, and a search for that name tells the rest. */
  const one = async (ref: ProductRef): Promise<FoundProduct> => {
    const history = await historyOf(ref).catch((error: unknown) => {
      if (!(error instanceof BigGoError) || error.kind !== "refused") throw error;
      throw new AppError("product-unknown", "BigGo has no such product", { details: { name: productKey(ref) } });
    });
    const region = regionSchema.safeParse(ref.nindex.slice(0, 2)).data ?? deps.region();
    const found = await search(history.title, region, 1).catch(() => null);
    const same = found?.products.find((product) => productKey(product.ref) === productKey(ref));
    return same ?? shown(fromHistory(ref, history));
  };

  const atAddress = async (url: string): Promise<ProductAnswer> => {
    const stores = await client.storeLinks.lookUpDomain(url);
    const name = new URL(url).hostname;
    if (stores.length === 0) throw new AppError("store-unknown", `BigGo does not know ${name}`, { details: { name } });
    const known = await rules.get("", () => client.storeLinks.fetchRules());
    for (const { nindex, region } of stores.slice(0, maxStores)) {
      const rule = known.get(region)?.get(nindex);
      const oid = rule === undefined ? null : await applyStoreRule(rule, url, deps.matcher);
      if (oid !== null) return { kind: "one", product: await one({ nindex, oid }) };
    }
    throw new AppError("product-unknown", `No product can be read out of this address`, { details: { name } });
  };

  return {
    async find(text, page) {
      searching.abort();
      searching = new AbortController();
      const meaning = parseProductText(text);
      if (meaning.kind === "ref") return { kind: "one", product: await one(meaning.ref) };
      if (meaning.kind === "address") return atAddress(meaning.url);
      if (meaning.words === "") return { kind: "list", products: [], total: 0, page: 1, totalPages: 0 };
      return search(meaning.words, deps.region(), page, searching.signal);
    },
    product: one,
    line: async (ref) => lineOf(await historyOf(ref)),
    async inPicture(image, mediaType) {
      const key = await client.imageSearch.uploadImage(image, mediaType);
      const found = await client.imageSearch.findSimilar(key, deps.region());
      images.remember(found);
      return found.map(shown);
    },
  };
}
