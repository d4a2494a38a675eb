import { describe, expect, it } from "vitest";
import { type CatalogueProduct, createCatalogue } from "./catalogue.ts";
import { priceHistoryShape, priceSeries } from "./price-history.ts";

const catalogue = createCatalogue();
const nowMs = Date.UTC(2026, 2, 1, 12);

function first(region: string): CatalogueProduct {
  const product = catalogue.products.find((candidate) => candidate.store.region === region);
  if (!product) throw new Error(`no product in ${region}`);
  return product;
}

/** The oid that a store's rule extracts from a product's URL, applied as BigGo's clients do. */
function oidIn(product: CatalogueProduct): string {
  const { rule } = product.store;
  const url = product.store.urlOf(product.oid);
  const match = [rule.match]
    .flat()
    .reduce<RegExpExecArray | null>((found, re) => found ?? new RegExp(re).exec(url), null);
  const template = [rule.template ?? "%1"].flat()[0] ?? "%1";
  const substituted = template.replace("%1", match?.[1] ?? "").replace("%2", match?.[2] ?? "");
  const padded = substituted
    .replace("%p", "")
    .padStart(substituted.includes("%p") ? (rule.len ?? 0) : 0, rule.pad ?? " ");
  return (rule.query && new URL(url).searchParams.get(rule.query)) || padded;
}

describe("createCatalogue", () => {
  it("returns the same products every time, with unique ids", () => {
    expect(createCatalogue().products).toEqual(
      catalogue.products.map((product) => ({ ...product, store: expect.anything() })),
    );
    expect(new Set(catalogue.products.map(({ nindex, oid }) => `${nindex}-${oid}`)).size).toBe(3000);
  });

  it("builds product URLs that the store's rule resolves to the product", () => {
    for (const product of catalogue.products) expect(oidIn(product)).toBe(product.oid);
  });

  it("matches every word of a query, within one region and in its language", () => {
    const found = catalogue.search("耳機 sony", "tw");
    expect(found.length).toBeGreaterThan(3);
    expect(
      found.every(({ title, store }) => title.includes("耳機") && title.includes("Sony") && store.region === "tw"),
    ).toBe(true);
    expect(catalogue.search("イヤホン", "jp").length).toBeGreaterThan(10);
    expect(catalogue.search("earbuds", "us").length).toBeGreaterThan(10);
    expect(catalogue.search("no such thing", "tw")).toEqual([]);
  });
});

describe("priceSeries", () => {
  it("ends today at the current price, and a longer series contains the shorter", () => {
    const product = first("tw");
    const month = priceSeries(product, 30, nowMs);
    expect(month).toHaveLength(30);
    expect(month.at(-1)).toEqual({ x: Date.UTC(2026, 2, 1), y: product.price });
    expect(priceSeries(product, 90, nowMs).slice(-30)).toEqual(month);
  });
});

describe("priceHistoryShape", () => {
  it("computes statistics that agree with the points", () => {
    const history = priceHistoryShape(first("us"), 90, nowMs);
    const prices = history.price_history.map((point) => point.y);
    expect(history.statistics.days90).toMatchObject({ max_price: Math.max(...prices), min_price: Math.min(...prices) });
  });
});
