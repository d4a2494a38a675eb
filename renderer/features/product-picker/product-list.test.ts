import { describe, expect, it } from "vitest";
import { rowKey, type TaggedProduct } from "../../../shared/model/product.ts";
import { linePath } from "./price-line.tsx";
import { priceMove, withAdded, withMoved, withoutProduct, withSet, withSwapped } from "./product-list.ts";

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

describe("a list of products", () => {
  it("takes ten, none of them twice", () => {
    expect(withAdded(list("a"), product("a"))).toBe("twice");
    expect(withAdded(list(..."abcdefghij"), product("k"))).toBe("full");
    expect(withAdded(list("a"), product("b"))).toHaveLength(2);
  });

  it("takes of a set what fits and is not there", () => {
    expect(withSet(list(..."abcdefgh"), list(..."ayz!"))).toMatchObject({ added: 2, leftOut: 2 });
  });

  it("moves within its ends", () => {
    expect(oids(withMoved(list(..."abc"), rowKey(product("c")), 0))).toBe("cab");
    expect(oids(withMoved(list(..."abc"), rowKey(product("a")), 3))).toBe("abc");
    expect(oids(withMoved(list(..."abc"), "no such", 0))).toBe("abc");
  });

  it("keeps the place of what is swapped", () => {
    expect(oids(withSwapped(list(..."abc"), rowKey(product("b")), product("x")) as TaggedProduct[])).toBe("axc");
    expect(withSwapped(list(..."abc"), rowKey(product("b")), product("c"))).toBe("twice");
  });

  it("lets go of one that cannot be identified only when that is asked for", () => {
    const strange = product("?", { ref: null, title: "strange" });
    expect(withoutProduct([...list("a"), strange], rowKey(strange))).toHaveLength(1);
    expect(withoutProduct([...list("a"), strange], rowKey(product("a")))).toEqual([strange]);
  });
});

describe("a price", () => {
  it("moves when both prices are known", () => {
    expect(priceMove({ price: 104, taggedPrice: 100 })).toBe(4);
    expect(priceMove({ price: 96, taggedPrice: 100 })).toBe(-4);
    expect(priceMove({ price: 100.2, taggedPrice: 100 })).toBeNull();
    expect(priceMove({ price: 0, taggedPrice: 100 })).toBeNull();
    expect(priceMove({ price: 100, taggedPrice: null })).toBeNull();
  });

  it("that never moved is a line in the middle", () => {
    const points = [0, 1].map((atMs) => ({ atMs, price: 5 }));
    expect(linePath({ currency: "", symbol: "", lowest: 5, highest: 5, points })).toBe("M1.0 9.0L47.0 9.0");
  });
});
