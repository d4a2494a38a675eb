import { describe, expect, it } from "vitest";
import type { AppErrorValue } from "../../shared/errors.ts";
import {
  afterClash,
  afterConfirmed,
  afterRefused,
  compare,
  dueOf,
  keepMine,
  refusalOf,
  released,
  takeTheirs,
  whileSent,
  withChange,
} from "./pending-edit.ts";

const error: AppErrorValue = { code: "invalid-field", message: "", retryable: false, details: {} };
const known = { description: "old", access: "public" } as const;
const begun = withChange(undefined, { title: "New", description: "mine" }, known);

describe("a pending edit", () => {
  it("is measured by what a field was at its first change", () => {
    expect(begun.base).toEqual({ description: "old" });
    const again = withChange(
      begun,
      { description: "mine 2", access: "private" },
      { ...known, description: "seen later" },
    );
    expect(again.base).toEqual({ description: "old", access: "public" });
    expect(again.patch).toEqual({ title: "New", description: "mine 2", access: "private" });
  });

  it("keeps what was typed while an older text was on its way", () => {
    const typed = withChange(begun, { description: "typed on" }, known);
    expect(afterConfirmed(typed, { title: "New", description: "mine" })).toMatchObject({
      patch: { description: "typed on" },
      base: { description: "mine" },
    });
    expect(afterConfirmed(begun, { title: "New", description: "mine" })).toBeNull();
  });

  it("holds back a refused field alone, until it is changed or asked for again", () => {
    const refused = afterRefused(begun, ["description"], begun.patch, error);
    expect(dueOf(refused)).toEqual({ title: "New" });
    expect(withChange(refused, { description: "other" }, known)).toMatchObject({ held: {} });
    expect(withChange(refused, { access: "private" }, known)).toMatchObject({ held: { description: error } });
    expect(dueOf(released(refused))).toEqual(begun.patch);
  });

  it("keeps why each field was refused, and tells first of a product that is gone", () => {
    const gone: AppErrorValue = { ...error, code: "product-gone" };
    const two = afterRefused(withChange(begun, { products: [] }, known), ["title"], { title: "New" }, error);
    const both = afterRefused(two, ["products"], { products: [] }, gone);
    expect(refusalOf(both)).toEqual(gone);
    expect(refusalOf(withChange(both, { products: [] }, known))).toEqual(error);
    expect(refusalOf(withChange(both, { title: "Newer" }, known))).toEqual(gone);
  });

  it("tells what is there already from what somebody else changed", () => {
    expect(compare(begun, dueOf(begun), { description: "mine" })).toEqual({ there: ["description"], clashing: [] });
    expect(compare(begun, dueOf(begun), { description: "theirs" })).toEqual({ there: [], clashing: ["description"] });
    expect(compare(begun, dueOf(begun), { description: "old" })).toEqual({ there: [], clashing: [] });
    // BigGo may have stored the text before without its last blanks, or with its own line breaks: nobody changed it.
    expect(compare(begun, dueOf(begun), { description: "old \r\n" })).toEqual({ there: [], clashing: [] });
    // Of what nobody knew before, nobody can say that it was changed.
    const blind = withChange(undefined, { description: "mine" }, {});
    expect(compare(blind, dueOf(blind), { description: "theirs" })).toEqual({ there: [], clashing: [] });
  });

  it("does not take its own lost answer for somebody else's change", () => {
    const sent = whileSent(begun, { title: "New", description: "mine" });
    const typedOn = withChange(sent, { description: "mine, and more" }, known);
    expect(compare(typedOn, dueOf(typedOn), { description: "mine" }).clashing).toEqual([]);
    expect(compare(typedOn, dueOf(typedOn), { description: "theirs" }).clashing).toEqual(["description"]);
  });

  it("holds nothing back for a refusal of what was changed meanwhile", () => {
    const typedOn = withChange(begun, { description: "better" }, known);
    const refused = afterRefused(typedOn, ["description"], begun.patch, error);
    expect(refused.held).toEqual({});
  });

  it("sends nothing of a clash before the person has chosen", () => {
    const clash = afterClash(begun, ["description"], { description: "theirs", access: "private" });
    expect(clash.theirs).toEqual({ description: "theirs" });
    expect(dueOf(clash)).toEqual({ title: "New" });
    const kept = keepMine(clash);
    expect(dueOf(kept)).toEqual(begun.patch);
    expect(compare(kept, dueOf(kept), { description: "theirs" }).clashing).toEqual([]);
    expect(takeTheirs(clash)).toMatchObject({ patch: { title: "New" }, theirs: {} });
    expect(takeTheirs({ ...clash, patch: { description: "mine" } })).toBeNull();
  });

  it("compares products by what they are and their order", () => {
    const product = (oid: string, price: number) => ({
      ref: { nindex: "tw_ec_x", oid },
      title: oid,
      price,
      symbol: "",
      currency: "TWD",
      storeName: "",
      availability: "available" as const,
      taggedPrice: null,
    });
    const edit = withChange(undefined, { products: [product("a", 1), product("b", 1)] }, { products: [] });
    const there = { products: [product("a", 9), product("b", 9)] };
    expect(compare(edit, dueOf(edit), there).there).toEqual(["products"]);
    expect(compare(edit, dueOf(edit), { products: [product("b", 1), product("a", 1)] }).clashing).toEqual(["products"]);
  });
});
