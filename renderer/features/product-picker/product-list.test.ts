import { describe, expect, it } from "vitest";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import { linePath } from "./price-line.tsx";
import { priceChange, withAdded, withMoved, withoutProduct, withSet, withSwapped } from "./product-list.ts";

const product = (oid: string, changes: Partial<TaggedProduct> = {}): TaggedProduct => ({
  ref: { nindex: "tw_ec_shop", oid },
  title: oid,
  price: 100,
  symbol: "NT$",
  currency: "TWD",
  storeName: "shop",
  availability: "available",
  taggedPrice: 100,
  ...changes,
});
const list = (...oids: string[]) => oids.map((oid) => product(oid));
const oids = (products: readonly TaggedProduct[]) => products.map(({ title }) => title).join("");

describe("product list", () => {
  it("holds at most ten products, each once", () => {
    expect(withAdded(list("a"), product("a"))).toBe("twice");
    expect(withAdded(list(..."abcdefghij"), product("k"))).toBe("full");
    expect(withAdded(list("a"), product("b"))).toHaveLength(2);
  });

  it("adds the products of a set that fit and are not listed yet", () => {
    expect(withSet(list(..."abcdefgh"), list(..."ayz!"))).toMatchObject({ added: 2, leftOut: 2 });
  });

  it("ignores moves beyond its ends", () => {
    expect(oids(withMoved(list(..."abc"), rowKey(product("c")), 0))).toBe("cab");
    expect(oids(withMoved(list(..."abc"), rowKey(product("a")), 3))).toBe("abc");
    expect(oids(withMoved(list(..."abc"), "no such", 0))).toBe("abc");
  });

  it("replaces a product at its position", () => {
    expect(oids(withSwapped(list(..."abc"), rowKey(product("b")), product("x")) as TaggedProduct[])).toBe("axc");
    expect(withSwapped(list(..."abc"), rowKey(product("b")), product("c"))).toBe("twice");
  });

  it("removes an unidentified product only on request", () => {
    const unidentified = product("?", { ref: null, title: "strange" });
    expect(withoutProduct([...list("a"), unidentified], rowKey(unidentified))).toHaveLength(1);
    expect(withoutProduct([...list("a"), unidentified], rowKey(product("a")))).toEqual([unidentified]);
  });
});

describe("priceChange", () => {
  it("is null unless both prices are known and the rounded change is not zero", () => {
    expect(priceChange({ price: 104, taggedPrice: 100 })).toBe(4);
    expect(priceChange({ price: 96, taggedPrice: 100 })).toBe(-4);
    expect(priceChange({ price: 100.2, taggedPrice: 100 })).toBeNull();
    expect(priceChange({ price: 0, taggedPrice: 100 })).toBeNull();
    expect(priceChange({ price: 100, taggedPrice: null })).toBeNull();
  });
});

describe("linePath", () => {
  it("draws a constant price as a line in the middle", () => {
    const points = [0, 1].map((atMs) => ({ atMs, price: 5 }));
    expect(linePath({ currency: "", symbol: "", lowest: 5, highest: 5, points })).toBe("M1.0 9.0L47.0 9.0");
  });
});
