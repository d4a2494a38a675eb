import { describe, expect, it } from "vitest";
import { type BulkRequest, type CurrentDetails, changeOf, withSwapped } from "./bulk.ts";
import type { TaggedProduct } from "./product.ts";
import type { Template } from "./template.ts";

const product = (oid: string, title = oid): TaggedProduct => ({
  ref: { nindex: "tw_ec_x", oid },
  title,
  price: 1,
  symbol: "",
  currency: "TWD",
  storeName: "",
  availability: "available",
  taggedPrice: 1,
});
const nameless = { ...product("x", "unidentified"), ref: null };
const details: CurrentDetails = {
  title: "A title",
  description: "Links are below. Links!",
  access: "public",
  products: [product("a"), product("b")],
};
const facts = { fileName: null, atMs: Date.UTC(2026, 10, 25, 12), n: 3 };
type Change = Exclude<BulkRequest, { kind: "delete" }>;
const change = (action: Change, standing = details) => changeOf(action, standing, facts);
const titles = (list: readonly TaggedProduct[] | undefined) => (list ?? []).map(({ title }) => title).join();
const template: Template = {
  id: "t",
  name: "T",
  title: "No. {n}",
  description: "New",
  access: "private",
  products: [],
};
const everything: ("title" | "description" | "access" | "products")[] = ["title", "description", "access", "products"];

describe("changeOf", () => {
  it("is empty when nothing differs", () => {
    expect(change({ kind: "access", access: "public" })).toEqual({ patch: {}, error: null });
    expect(change({ kind: "replaceText", find: "not there", replacement: "x" }).patch).toEqual({});
    expect(change({ kind: "addProduct", product: product("b", "another title") }).patch).toEqual({});
    expect(change({ kind: "swapProduct", from: product("q"), to: product("z") }).patch).toEqual({});
    expect(change({ kind: "swapProduct", from: product("a"), to: product("a", "found anew") }).patch).toEqual({});
  });

  it("sets the access", () => {
    expect(change({ kind: "access", access: "private" }).patch).toEqual({ access: "private" });
  });

  it("appends a text on a line of its own", () => {
    expect(change({ kind: "appendText", text: "#biggo" }).patch.description).toBe("Links are below. Links!\n#biggo");
    expect(change({ kind: "appendText", text: "#biggo" }, { ...details, description: "" }).patch.description).toBe(
      "#biggo",
    );
  });

  it("replaces every literal occurrence of a text", () => {
    expect(change({ kind: "replaceText", find: "Links", replacement: "$&" }).patch.description).toBe(
      "$& are below. $&!",
    );
    expect(change({ kind: "replaceText", find: "Links", replacement: "" }).patch.description).toBe(" are below. !");
  });

  it("reports an invalid result", () => {
    const long = change({ kind: "appendText", text: "x".repeat(4990) });
    expect(long.error).toMatchObject({ code: "invalid-field", details: { name: "description" } });
    const ten = Array.from({ length: 10 }, (_, at) => product(`p${at}`));
    const full = change({ kind: "addProduct", product: product("new") }, { ...details, products: ten });
    expect(full.error?.code).toBe("too-many-products");
    const twice = change(
      { kind: "addProduct", product: product("c") },
      { ...details, products: ten.slice(0, 1).concat(ten.slice(0, 1)) },
    );
    expect(twice.error?.code).toBe("invalid-field");
  });

  it("adds or replaces a product", () => {
    expect(titles(change({ kind: "addProduct", product: product("c") }).patch.products)).toBe("a,b,c");
    expect(titles(change({ kind: "swapProduct", from: product("a"), to: product("c") }).patch.products)).toBe("c,b");
    expect(titles(change({ kind: "swapProduct", from: product("a"), to: null }).patch.products)).toBe("b");
    expect(titles(change({ kind: "swapProduct", from: product("a"), to: product("b") }).patch.products)).toBe("b");
  });

  it("fills empty fields from a template", () => {
    const apply: Change = { kind: "template", template, fields: everything, overwrite: false };
    expect(change(apply).patch).toEqual({ access: "private" });
    expect(change(apply, { ...details, title: "", description: "" }).patch).toEqual({
      title: "No. 3",
      description: "New",
      access: "private",
    });
    // An unknown title may be set on BigGo.
    expect(change(apply, { ...details, title: null }).patch).toEqual({ access: "private" });
    expect(change({ ...apply, overwrite: true, fields: ["title"] }, { ...details, title: null }).patch).toEqual({
      title: "No. 3",
    });
  });
});

it("replaces a product that is listed twice with one entry, and matches unidentified products by title", () => {
  const list = [product("a"), nameless, product("a"), product("b")];
  expect(titles(withSwapped(list, product("a"), product("c")))).toBe("c,unidentified,b");
  expect(titles(withSwapped(list, nameless, product("c")))).toBe("a,c,a,b");
});
