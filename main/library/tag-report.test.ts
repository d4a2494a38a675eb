import { expect, it } from "vitest";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { withReplaced } from "../../shared/model/replacement.ts";
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
const ref = (oid: string) => ({ nindex: "tw_ec_x", oid });

it("tells which products are dead, on which videos, and which prices moved most", () => {
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

it("calls a price that hardly moved, or that nobody knew, unmoved", () => {
  const products = [product("a", { price: 100.5 }), product("b", { taggedPrice: null, price: 7 })];
  expect(reportTags(new Map([["v", { products, seenAtMs: 1 }]]), ["v"]).moved).toEqual([]);
});

it("puts a product into another's place, never twice, and leaves other lists alone", () => {
  const list = [product("a"), product("b"), product("c")];
  const titles = (products: readonly TaggedProduct[]) => products.map(({ title }) => title).join("");
  expect(titles(withReplaced(list, ref("b"), product("x")))).toBe("axc");
  expect(titles(withReplaced(list, ref("b"), product("c")))).toBe("ac");
  expect(titles(withReplaced(list, ref("b"), null))).toBe("ac");
  expect(titles(withReplaced([...list, product("b")], ref("b"), product("x")))).toBe("axc");
  expect(withReplaced(list, ref("q"), product("x"))).toBe(list);
});
