import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ApiProduct, apiProductSchema, productListOf } from "./api-product.ts";

/** A response with every field of the published clients. */
const wire = {
  id: "12",
  index: "tw_ec_shop",
  history_id: "tw_ec_shop-12",
  title: "Headphones",
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  image: "image",
  origimage: "original image",
  original_price: 33.5,
  original_symbol: "$",
  price_diff_real: -10,
  url: "/r/?id=12",
  purl: "https://shop.example/12",
  provide: "Shop",
  type: "product",
  discount: ["10 % off"],
  gallery_count: 2,
  gallery_images: ["a", "b"],
  hasShop: true,
  hasStorePage: true,
  isAD: true,
  is_adult: true,
  isMultipleProduct: true,
  isNotFound: true,
  isOffline: true,
  more: true,
  online_notify: true,
  subscribe: true,
  location: "Taipei",
  m_max_price: 1200,
  m_text: "2 offers",
  "seller-credit": "99%",
  uid: 5,
  username: "seller",
};

const expected: ApiProduct = {
  id: "12",
  index: "tw_ec_shop",
  historyId: "tw_ec_shop-12",
  title: "Headphones",
  price: 990,
  symbol: "NT$",
  currency: "TWD",
  image: "image",
  originalImage: "original image",
  originalPrice: 33.5,
  originalSymbol: "$",
  priceDiffReal: -10,
  url: "/r/?id=12",
  purl: "https://shop.example/12",
  provide: "Shop",
  type: "product",
  discount: ["10 % off"],
  galleryCount: 2,
  galleryImages: ["a", "b"],
  hasShop: true,
  hasStorePage: true,
  isAd: true,
  isAdult: true,
  isMultipleProduct: true,
  isNotFound: true,
  isOffline: true,
  more: true,
  onlineNotify: true,
  subscribe: true,
  location: "Taipei",
  mMaxPrice: "1200",
  mText: "2 offers",
  sellerCredit: "99%",
  uid: "5",
  username: "seller",
};

describe("apiProductSchema", () => {
  it("reads every field", () => {
    expect(apiProductSchema.parse({ ...wire, unknown_field: 1 })).toEqual(expected);
  });

  it("reads a product of a listing, which has four fields", () => {
    const { title, price, symbol, image } = wire;
    const product = apiProductSchema.parse({ title, price, symbol, image });
    expect(Object.keys(product).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(product).toMatchObject({ title, price, symbol, image, id: null, index: null, currency: null, uid: null });
    expect(product).toMatchObject({ isOffline: false, discount: [], galleryImages: [], originalPrice: null });
  });

  it("accepts the names of a product search", () => {
    const product = apiProductSchema.parse({ oid: 12, nindex: "x", is_offline: 1, store: { name: "Shop" } });
    expect(product).toMatchObject({ id: "12", index: "x", isOffline: true, provide: "Shop" });
  });

  it("never refuses a product for an oddly typed field", () => {
    const fields = Object.fromEntries(Object.keys(wire).map((name) => [name, fc.jsonValue()]));
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), (odd) => {
        expect(Object.keys(apiProductSchema.parse(odd))).toHaveLength(Object.keys(expected).length);
      }),
    );
  });
});

describe("productListOf", () => {
  it("leaves out rows that are not products, and rows after the 200th", () => {
    const list = productListOf(apiProductSchema);
    expect(list.parse([wire, null, 3, wire])).toHaveLength(2);
    expect(list.parse(Array.from({ length: 300 }, () => wire))).toHaveLength(200);
  });
});
