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
  /** Removed from BigGo: searches and edits no longer find it, and videos tagged with it flag it as not found. */
  readonly gone?: boolean;
  /** Videos tagged with it omit its ids. */
  readonly nameless?: boolean;
}

/** Changes to a product while the sandbox runs. */
export type ProductOverrides = Partial<Pick<CatalogueProduct, "offline" | "gone" | "nameless" | "price">>;

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

/** Creates the sandbox's products: the same 3000 every time. */
export function createCatalogue() {
  const random = createRandom(20_260_301);
  const products = Array.from({ length: size }, (_, serial) => makeProduct(serial, random));
  const keyOf = ({ nindex, oid }: Pick<CatalogueProduct, "nindex" | "oid">) => `${nindex}-${oid}`;
  const byId = new Map(products.map((product) => [keyOf(product), product]));
  const overrides = new Map<string, ProductOverrides>();
  const current = (product: CatalogueProduct): CatalogueProduct => ({ ...product, ...overrides.get(keyOf(product)) });
  const findIncludingGone = (nindex: string, oid: string): CatalogueProduct | null => {
    const product = byId.get(keyOf({ nindex, oid }));
    return product === undefined ? null : current(product);
  };
  return {
    products,
    /** The product with these ids, or null. */
    find(nindex: string, oid: string): CatalogueProduct | null {
      const product = findIncludingGone(nindex, oid);
      return product?.gone === true ? null : product;
    },
    /** Like `find`, but includes products that are gone. */
    findIncludingGone,
    /** Changes a product until the process ends; false when there is none with these ids. */
    override(nindex: string, oid: string, change: ProductOverrides): boolean {
      const key = keyOf({ nindex, oid });
      if (!byId.has(key)) return false;
      overrides.set(key, { ...overrides.get(key), ...change });
      return true;
    },
    /** Products of a region whose title contains every word of the query, ignoring case, in catalogue order. */
    search(query: string, region: string): CatalogueProduct[] {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const found = products.filter((product) => product.store.region === region && matches(product, words));
      return found.map(current).filter(({ gone }) => gone !== true);
    },
  };
}

/** What `createCatalogue` returns. */
export type Catalogue = ReturnType<typeof createCatalogue>;
