import { describe, expect, it } from "vitest";
import type { AppErrorValue } from "../../shared/errors.ts";
import {
  afterConfirmed,
  afterConflict,
  afterRefused,
  afterSuperseded,
  compare,
  dueOf,
  keepMine,
  refusalOf,
  takeTheirs,
  withAttempt,
  withChange,
  withoutRefusals,
} from "./pending-edit.ts";

const error: AppErrorValue = { code: "invalid-field", message: "", retryable: false, details: {} };
const known = { description: "old", access: "public" } as const;
const edit = withChange(undefined, { title: "New", description: "mine" }, known);

describe("a pending edit", () => {
  it("keeps the base of a field's first change", () => {
    expect(edit.base).toEqual({ description: "old" });
    const changedAgain = withChange(
      edit,
      { description: "mine 2", access: "private" },
      { ...known, description: "seen later" },
    );
    expect(changedAgain.base).toEqual({ description: "old", access: "public" });
    expect(changedAgain.patch).toEqual({ title: "New", description: "mine 2", access: "private" });
  });

  it("keeps a change made while an older value was being sent", () => {
    const changed = withChange(edit, { description: "typed later" }, known);
    expect(afterConfirmed(changed, { title: "New", description: "mine" })).toMatchObject({
      patch: { description: "typed later" },
      base: { description: "mine" },
    });
    expect(afterConfirmed(edit, { title: "New", description: "mine" })).toBeNull();
  });

  it("holds only the refused field until it is changed or retried", () => {
    const refused = afterRefused(edit, ["description"], edit.patch, error);
    expect(dueOf(refused)).toEqual({ title: "New" });
    expect(withChange(refused, { description: "other" }, known)).toMatchObject({ held: {} });
    expect(withChange(refused, { access: "private" }, known)).toMatchObject({ held: { description: error } });
    expect(dueOf(withoutRefusals(refused))).toEqual(edit.patch);
  });

  it("keeps the refusal of each field and shows a gone product first", () => {
    const productGone: AppErrorValue = { ...error, code: "product-gone" };
    const titleRefused = afterRefused(withChange(edit, { products: [] }, known), ["title"], { title: "New" }, error);
    const bothRefused = afterRefused(titleRefused, ["products"], { products: [] }, productGone);
    expect(refusalOf(bothRefused)).toEqual(productGone);
    expect(refusalOf(withChange(bothRefused, { products: [] }, known))).toEqual(error);
    expect(refusalOf(withChange(bothRefused, { title: "Newer" }, known))).toEqual(productGone);
  });

  it("distinguishes applied fields from fields changed elsewhere", () => {
    expect(compare(edit, dueOf(edit), { description: "mine" })).toEqual({ applied: ["description"], conflicting: [] });
    expect(compare(edit, dueOf(edit), { description: "theirs" })).toEqual({
      applied: [],
      conflicting: ["description"],
    });
    expect(compare(edit, dueOf(edit), { description: "old" })).toEqual({ applied: [], conflicting: [] });
    // BigGo may have trimmed the text or converted its line breaks: that is not a change.
    expect(compare(edit, dueOf(edit), { description: "old \r\n" })).toEqual({ applied: [], conflicting: [] });
    // Without a base no change can be detected.
    const withoutBase = withChange(undefined, { description: "mine" }, {});
    expect(compare(withoutBase, dueOf(withoutBase), { description: "theirs" })).toEqual({
      applied: [],
      conflicting: [],
    });
  });

  it("does not treat its own unconfirmed attempt as a change made elsewhere", () => {
    const sent = withAttempt(edit, { title: "New", description: "mine" });
    const changedLater = withChange(sent, { description: "mine, and more" }, known);
    expect(compare(changedLater, dueOf(changedLater), { description: "mine" }).conflicting).toEqual([]);
    expect(compare(changedLater, dueOf(changedLater), { description: "theirs" }).conflicting).toEqual(["description"]);
  });

  it("ignores the refusal of a value that was changed meanwhile", () => {
    const changedLater = withChange(edit, { description: "better" }, known);
    const refused = afterRefused(changedLater, ["description"], edit.patch, error);
    expect(refused.held).toEqual({});
  });

  it("holds a conflicting field until the user resolves it", () => {
    const conflict = afterConflict(edit, ["description"], { description: "theirs", access: "private" });
    expect(conflict.theirs).toEqual({ description: "theirs" });
    expect(dueOf(conflict)).toEqual({ title: "New" });
    const keptMine = keepMine(conflict);
    expect(dueOf(keptMine)).toEqual(edit.patch);
    expect(compare(keptMine, dueOf(keptMine), { description: "theirs" }).conflicting).toEqual([]);
    expect(takeTheirs(conflict)).toMatchObject({ patch: { title: "New" }, theirs: {} });
    expect(takeTheirs({ ...conflict, patch: { description: "mine" } })).toBeNull();
  });

  it("leaves the fields out that were saved in another way since", () => {
    const conflict = afterConflict(edit, ["description"], { description: "theirs" });
    expect(afterSuperseded(conflict, ["description"])).toMatchObject({ patch: { title: "New" }, base: {}, theirs: {} });
    expect(afterSuperseded(edit, ["title", "description"])).toBeNull();
  });

  it("compares products by identity and order", () => {
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
    const applied = { products: [product("a", 9), product("b", 9)] };
    expect(compare(edit, dueOf(edit), applied).applied).toEqual(["products"]);
    expect(compare(edit, dueOf(edit), { products: [product("b", 1), product("a", 1)] }).conflicting).toEqual([
      "products",
    ]);
  });
});
