import { productKinds, variants } from "./product-words.ts";
import { createRandom, pick, whole } from "./seeded-random.ts";
import { type Store, stores } from "./stores.ts";

/** One product for sale in one store; prices are in the store's currency. */
export interface CatalogueProduct {
  readonly nindex: string;
  readonly oid: string;
  readonly title: string;
  readonly price: number;
  readonly originalPrice: number;
  readonly icon: string;
  readonly store: Store;
  readonly offline: boolean;
  readonly seed: number;
  /** BigGo no longer has it: no search and no edit finds it, and a video that carries it says so. */
  readonly gone?: boolean;
  /** A video that carries it does not say which product it is. */
  readonly nameless?: boolean;
}

/** What is changed of a product while the sandbox runs. */
export type ProductMarks = Partial<Pick<CatalogueProduct, "offline" | "gone" | "nameless" | "price">>;

const size = 3000;

function rounded(price: number, store: Store): number {
  return store.rate < 0.1 ? Math.max(1, Math.round(price)) - 0.01 : Math.max(1, Math.round(price));
}

function makeProduct(serial: number, random: () => number): CatalogueProduct {
  const store = pick(random, stores);
  const kind = pick(random, productKinds);
  const words = variants[store.language];
  const variant = words[whole(random, 0, words.length - 1)] ?? "";
  const model = `${String.fromCharCode(65 + whole(random, 0, 25))}${whole(random, 10, 999)}`;
  const base = whole(random, kind.price[0], kind.price[1]) * store.rate;
  const price = rounded(base, store);
  const cut = random() < 0.35 ? 1 + random() * 0.4 : 1;
  return {
    nindex: store.nindex,
    oid: store.oidOf(serial),
    title: `${pick(random, kind.brands)} ${model} ${kind[store.language]} ${variant}`,
    price,
    originalPrice: cut === 1 ? price : rounded(base * cut, store),
    icon: kind.icon,
    store,
    offline: random() < 0.03,
    seed: whole(random, 0, 0x7fffffff),
  };
}

function matches(product: CatalogueProduct, words: readonly string[]): boolean {
  const title = product.title.toLowerCase();
  return words.every((word) => title.includes(word));
}

/** The sandbox's products: the same 3000 every time. */
export function createCatalogue() {
  const random = createRandom(20_260_301);
  const products = Array.from({ length: size }, (_, serial) => makeProduct(serial, random));
  const keyOf = ({ nindex, oid }: Pick<CatalogueProduct, "nindex" | "oid">) => `${nindex}-${oid}`;
  const byId = new Map(products.map((product) => [keyOf(product), product]));
  const marks = new Map<string, ProductMarks>();
  const now = (product: CatalogueProduct): CatalogueProduct => ({ ...product, ...marks.get(keyOf(product)) });
  const findEver = (nindex: string, oid: string): CatalogueProduct | null => {
    const product = byId.get(keyOf({ nindex, oid }));
    return product === undefined ? null : now(product);
  };
  return {
    products,
    /** The product with these ids, or null. */
    find(nindex: string, oid: string): CatalogueProduct | null {
      const product = findEver(nindex, oid);
      return product?.gone === true ? null : product;
    },
    /** The same, also one that is gone by now. */
    findEver,
    /** Changes a product until the process ends; false when there is none with these ids. */
    mark(nindex: string, oid: string, change: ProductMarks): boolean {
      const key = keyOf({ nindex, oid });
      if (!byId.has(key)) return false;
      marks.set(key, { ...marks.get(key), ...change });
      return true;
    },
    /** Products of a region whose title holds every word of the query (letter case aside), as they rank. */
    search(query: string, region: string): CatalogueProduct[] {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const found = products.filter((product) => product.store.region === region && matches(product, words));
      return found.map(now).filter(({ gone }) => gone !== true);
    },
  };
}

/** What `createCatalogue` returns. */
export type Catalogue = ReturnType<typeof createCatalogue>;
