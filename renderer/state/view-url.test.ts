import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { libraryFilterSchema, librarySortSchema, noFilter } from "../../shared/model/library-view.ts";
import { hashOfPlace, hashOfView, placeOfHash, viewOfHash } from "./view-url.ts";

const { products, age } = libraryFilterSchema.shape;

describe("view URL", () => {
  it("round-trips a view", () => {
    const view = fc.record({
      filter: fc.record({
        access: fc.constantFrom("public", "unlisted", "private", null),
        processing: fc.boolean(),
        products: fc.constantFrom(...products.options),
        age: fc.constantFrom(...age.options),
      }),
      sort: fc.constantFrom(...librarySortSchema.options),
      search: fc.string({ unit: "grapheme", maxLength: 40 }),
    });
    fc.assert(
      fc.property(view, (given) => {
        expect(viewOfHash(hashOfView(given))).toEqual(given);
      }),
    );
  });

  it("omits defaults and falls back to them for invalid parts", () => {
    const usual = { filter: noFilter, sort: "newest", search: "" } as const;
    expect(hashOfView(usual)).toBe("");
    expect(viewOfHash("")).toEqual(usual);
    expect(viewOfHash("#access=everybody&sort=%00&age=&products=dead")).toEqual({
      ...usual,
      filter: { ...noFilter, products: "dead" },
    });
  });

  it("round-trips the screen and the open editor", () => {
    const view = { filter: noFilter, sort: "newest", search: "a&screen=queue" } as const;
    const editor = { key: "5f3e-1", sequence: ["5f3e-1"], focusTitle: false };
    for (const place of [
      { ...view, screen: "queue" as const, editor },
      { ...view, screen: "library" as const, editor: null },
    ]) {
      expect(placeOfHash(hashOfPlace(place))).toEqual(place);
    }
    expect(placeOfHash("#screen=nowhere&edit=")).toMatchObject({ screen: "library", editor: null });
  });
});
