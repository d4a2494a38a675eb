import { describe, expect, it } from "vitest";
import { needsCountConfirmation } from "../../items/use-remove-items.ts";
import { newDraft, requestOf } from "./bulk-draft.ts";

const draft = newDraft("text", "public");

describe("requestOf", () => {
  it("returns null while the draft is incomplete", () => {
    expect(requestOf(draft)).toBeNull();
    expect(requestOf({ ...draft, text: " \n" })).toBeNull();
    expect(requestOf({ ...draft, mode: "replace", find: "a", replacement: "a" })).toBeNull();
    for (const kind of ["addProduct", "removeProduct", "template"] as const) {
      expect(requestOf({ ...draft, kind })).toBeNull();
    }
  });

  it("uses only the fields of the chosen action", () => {
    expect(requestOf({ ...draft, text: "#biggo", find: "x" })).toEqual({ kind: "appendText", text: "#biggo" });
    expect(requestOf({ ...draft, mode: "replace", find: "x" })).toEqual({
      kind: "replaceText",
      find: "x",
      replacement: "",
    });
    expect(requestOf({ ...draft, kind: "access", access: "private" })).toEqual({ kind: "access", access: "private" });
  });
});

describe("needsCountConfirmation", () => {
  it("requires a typed count for more than five videos", () => {
    expect([5, 6].map(needsCountConfirmation)).toEqual([false, true]);
  });
});
