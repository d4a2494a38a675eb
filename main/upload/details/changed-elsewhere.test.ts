import { describe, expect, it } from "vitest";
import type { TaggedProduct } from "../../../shared/model/product.ts";
import type { KnownDetails } from "../../../shared/model/video.ts";
import { changedElsewhere } from "./changed-elsewhere.ts";

const product = (oid: string): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title: oid,
  price: 1,
  symbol: "$",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 1,
});

describe("changedElsewhere", () => {
  const wanted = { description: "Mine\nsecond line", access: "private", products: [product("a")] } as const;
  const compare = (current: KnownDetails, sent: KnownDetails | null = null) =>
    changedElsewhere(current, { ...wanted, products: [...wanted.products] }, sent);

  it.each<[string, KnownDetails]>([
    ["a video as BigGo creates it", { description: "", access: "public", products: [] }],
    ["what is wanted already", { description: "Mine\r\nsecond line ", access: "private", products: [product("a")] }],
    ["fields that BigGo leaves out", {}],
  ])("finds nothing in %s", (_, current) => {
    expect(compare(current)).toEqual({});
  });

  it("finds nothing in what was sent before it was edited again", () => {
    const sent: KnownDetails = { description: "First", access: "unlisted", products: [product("b")] };
    expect(compare(sent, sent)).toEqual({});
  });

  it.each<[string, KnownDetails]>([
    ["a description", { description: "from a phone" }],
    ["an access that is neither wanted nor BigGo's own", { access: "unlisted" }],
    ["a product list", { products: [product("b")] }],
    ["a longer product list", { products: [product("a"), product("b")] }],
  ])("finds %s that another device set, and nothing else", (_, elsewhere) => {
    expect(compare({ description: "", access: "public", products: [], ...elsewhere })).toEqual(elsewhere);
  });
});
