import { describe, expect, it } from "vitest";
import { chosenPatch, offeredFields, tickedFields } from "./apply-fields.ts";

const patch = { title: "Part 1", description: "Every week", access: "public" } as const;

describe("applying a template", () => {
  it("offers what the template has something for", () => {
    expect(offeredFields(patch)).toEqual(["title", "description", "access"]);
  });

  it("never ticks what somebody typed", () => {
    const typed = { title: "My title", givenTitle: "IMG_1", description: "mine", products: 2 };
    expect(tickedFields({ ...patch, products: [] }, typed)).toEqual(["access"]);
  });

  it("does not tick a title that is on BigGo and not known here", () => {
    const unknown = { title: null, givenTitle: "", description: "", products: 0 };
    expect(tickedFields(patch, unknown)).toEqual(["description", "access"]);
  });

  it("ticks a title that only the file's name gave, and what is empty", () => {
    const untouched = { title: "IMG_1", givenTitle: "IMG_1", description: " ", products: 0 };
    expect(tickedFields(patch, untouched)).toEqual(["title", "description", "access"]);
  });

  it("changes what is ticked and nothing else", () => {
    expect(chosenPatch(patch, new Set(["access"]))).toEqual({ access: "public" });
  });
});
