import { describe, expect, it } from "vitest";
import { chosenPatch, offeredFields, tickedFields } from "./apply-fields.ts";

const patch = { title: "Part 1", description: "Every week", access: "public" } as const;

describe("offeredFields", () => {
  it("returns the fields that the template fills", () => {
    expect(offeredFields(patch)).toEqual(["title", "description", "access"]);
  });
});

describe("tickedFields", () => {
  it("excludes fields the user has edited", () => {
    const typed = { title: "My title", defaultTitle: "IMG_1", description: "mine", products: 2 };
    expect(tickedFields({ ...patch, products: [] }, typed)).toEqual(["access"]);
  });

  it("excludes an unknown title", () => {
    const unknown = { title: null, defaultTitle: "", description: "", products: 0 };
    expect(tickedFields(patch, unknown)).toEqual(["description", "access"]);
  });

  it("includes a title derived from the file name, and empty fields", () => {
    const untouched = { title: "IMG_1", defaultTitle: "IMG_1", description: " ", products: 0 };
    expect(tickedFields(patch, untouched)).toEqual(["title", "description", "access"]);
  });
});

describe("chosenPatch", () => {
  it("keeps only the given fields", () => {
    expect(chosenPatch(patch, new Set(["access"]))).toEqual({ access: "public" });
  });
});
