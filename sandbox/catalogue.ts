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
}

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
  const byId = new Map(products.map((product) => [`${product.nindex}-${product.oid}`, product]));
  return {
    products,
    /** The product with these ids, or null. */
    find: (nindex: string, oid: string): CatalogueProduct | null => byId.get(`${nindex}-${oid}`) ?? null,
    /** Products of a region whose title holds every word of the query (letter case aside), as they rank. */
    search(query: string, region: string): CatalogueProduct[] {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return products.filter((product) => product.store.region === region && matches(product, words));
    },
  };
}

/** What `createCatalogue` returns. */
export type Catalogue = ReturnType<typeof createCatalogue>;
