import { describe, expect, it } from "vitest";
import { parseJson } from "../parse-json.ts";
import { apiProductSchema } from "./api-product.ts";
import { fromApiProduct, fromSearchProduct } from "./product.ts";
import { type SearchProduct, searchProductSchema } from "./search-product.ts";

const wire = {
  nindex: "tw_ec_shop",
  oid: 12,
  history_id: "tw_ec_shop-12",
  item_id: "item",
  title: "Headphones",
  image: "image",
  price: "990",
  symbol: "NT$",
  currency: "TWD",
  price_diff_real: -10,
  url: "https://biggo.example/r",
  affurl: "/r/?id=12",
  purl: "https://shop.example/12",
  store: { name: "Shop", image: "logo", discount_info: ["free shipping"], cashback: null },
  has_shop: true,
  shop: { name: "Corner", username: "seller", uid: 5, location: "Taipei" },
  is_offline: false,
  is_adult: true,
  is_multiple_product: true,
  multiple: { min_price: 900, max_price: 1200 },
};

const expected: SearchProduct = {
  nindex: "tw_ec_shop",
  oid: "12",
  historyId: "tw_ec_shop-12",
  itemId: "item",
  title: "Headphones",
  image: "image",
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  priceDiffReal: -10,
  url: "https://biggo.example/r",
  affiliateUrl: "/r/?id=12",
  purl: "https://shop.example/12",
  store: { name: "Shop", image: "logo", discountInfo: ["free shipping"] },
  hasShop: true,
  shop: { name: "Corner", username: "seller", uid: "5", location: "Taipei" },
  isOffline: false,
  isAdult: true,
  isMultipleProduct: true,
  multiple: { minPrice: 900, maxPrice: 1200 },
};

describe("searchProductSchema", () => {
  it("reads every field", () => {
    expect(searchProductSchema.parse(wire)).toEqual(expected);
  });

  it("requires nindex and oid only", () => {
    const product = searchProductSchema.parse({ nindex: "x", oid: "1", store: [], shop: [], multiple: [] });
    expect(Object.keys(product).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(product).toMatchObject({ title: "", price: 0, store: null, shop: null, multiple: null, isOffline: false });
    expect(searchProductSchema.safeParse({ nindex: "x" }).success).toBe(false);
  });

  it("keeps the store's name when other fields of the store are missing", () => {
    const product = searchProductSchema.parse({ nindex: "x", oid: "1", store: { name: "Shop" } });
    expect(product.store).toEqual({ name: "Shop", image: null, discountInfo: undefined });
  });
});

const inApp = {
  ref: { nindex: "tw_ec_shop", oid: "12" },
  title: "Headphones",
  image: "image",
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  storeName: "Shop",
  offline: false,
};

describe("fromSearchProduct", () => {
  it("maps to the app's model", () => {
    const offers = { lowest: 900, highest: 1200 };
    expect(fromSearchProduct(expected)).toEqual({ ...inApp, adult: true, offers });
    const single = { ...expected, isMultipleProduct: false };
    expect(fromSearchProduct(single)?.offers).toBeNull();
  });

  it("is null for ids that could not be sent back", () => {
    expect(fromSearchProduct({ ...expected, oid: "x".repeat(401) })).toBeNull();
  });

  it("cuts texts to the lengths of the shared model", () => {
    const title = "長".repeat(3000);
    expect(fromSearchProduct({ ...expected, title })?.title).toHaveLength(2000);
  });
});

describe("ids above 2^53 as JSON numbers; numeric index", () => {
  it.each([
    ['{"id":90071992547409931,"index":7}', { nindex: "7", oid: "90071992547409931" }],
    ['{"id":12,"index":-3}', { nindex: "-3", oid: "12" }],
    ['{"oid":"007","nindex":0}', { nindex: "0", oid: "007" }],
    [
      '{"id":123456789012345678901234567890,"index":"tw_ec_x"}',
      { nindex: "tw_ec_x", oid: "123456789012345678901234567890" },
    ],
    ['{"id":9.007199254740993e15,"index":7}', null],
    ['{"id":1.5,"index":7}', null],
  ])("never rounds the product's ids: %s", (json, ref) => {
    const product = fromApiProduct(apiProductSchema.parse(parseJson(json)));
    expect(product?.ref ?? null).toEqual(ref);
    const [, oid, nindex] = /id":(.*?),"n?index":(.*)}/.exec(json) ?? [];
    const found = searchProductSchema.safeParse(parseJson(`{"nindex":${nindex},"oid":${oid}}`));
    expect(found.success ? { nindex: found.data.nindex, oid: found.data.oid } : null).toEqual(ref);
  });
});

describe("fromApiProduct", () => {
  it("maps to the app's model, and to null without ids", () => {
    const { nindex: index, oid: id, title, image, price, symbol, currency } = expected;
    const product = apiProductSchema.parse({ id, index, title, image, price, symbol, currency, provide: "Shop" });
    expect(fromApiProduct(product)).toEqual({ ...inApp, adult: false, offers: null });
    expect(fromApiProduct({ ...product, id: null })).toBeNull();
  });
});
