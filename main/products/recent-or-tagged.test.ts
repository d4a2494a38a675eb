import { describe, expect, it } from "vitest";
import type { TaggedProduct } from "../../shared/model/product.ts";
import { recentOrTagged } from "./recent-or-tagged.ts";

const product = (oid: string, changes: Partial<TaggedProduct> = {}): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: oid,
  price: 1,
  symbol: "$",
  currency: "TWD",
  storeName: "Shop",
  availability: "available",
  taggedPrice: 1,
  ...changes,
});
const many = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => product(`${prefix}${n}`));
const idsOf = (products: readonly TaggedProduct[]) => products.map(({ ref }) => ref?.oid);

describe("recentOrTagged", () => {
  it("fills up with what is on own videos, each product once", () => {
    expect(idsOf(recentOrTagged([product("a"), product("b")], () => [product("b"), product("c")]))).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect(recentOrTagged(many("r", 50), () => many("t", 50))).toHaveLength(60);
  });

  it("offers nothing that cannot be tagged again or is not sold any more", () => {
    const tagged = [product("a", { ref: null }), product("b", { availability: "gone" }), product("c")];
    expect(idsOf(recentOrTagged([], () => tagged))).toEqual(["c"]);
  });

  it("does not ask for them when enough were used", () => {
    const tagged = () => expect.fail("not needed");
    expect(recentOrTagged(many("r", 70), tagged)).toHaveLength(60);
  });
});
