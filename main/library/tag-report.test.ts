import { describe, expect, it } from "vitest";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { reportTags } from "./tag-report.ts";

const product = (oid: string, changes: Partial<TaggedProduct> = {}): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: oid,
  price: 100,
  symbol: "NT$",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 100,
  ...changes,
});

describe("reportTags", () => {
  it("lists dead products with their videos, and the largest price changes first", () => {
    const known = new Map([
      ["v1", { products: [product("a", { availability: "offline" }), product("b", { price: 104 })], seenAtMs: 5 }],
      ["v2", { products: [product("a", { availability: "offline" }), product("c", { price: 50 })], seenAtMs: 3 }],
      ["gone", { products: [product("z", { availability: "gone" })], seenAtMs: 1 }],
    ]);
    const report = reportTags(known, ["v1", "v2", "v3"]);
    expect(report.dead).toMatchObject([{ product: { title: "a" }, videoIds: ["v1", "v2"] }]);
    expect(report.moved.map((entry) => entry.product.title)).toEqual(["c", "b"]);
    expect(report).toMatchObject({ oldestSeenAtMs: 3, unseen: 1 });
  });

  it("omits price changes below one percent and products without a tagged price", () => {
    const products = [product("a", { price: 100.5 }), product("b", { taggedPrice: null, price: 7 })];
    expect(reportTags(new Map([["v", { products, seenAtMs: 1 }]]), ["v"]).moved).toEqual([]);
  });
});
