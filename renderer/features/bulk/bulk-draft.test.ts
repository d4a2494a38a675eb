import { expect, it } from "vitest";
import { asksForNumber } from "../../items/use-remove-items.ts";
import { newDraft, requestOf } from "./bulk-draft.ts";

const draft = newDraft("text", "public");

it("asks for nothing while something is missing", () => {
  expect(requestOf(draft)).toBeNull();
  expect(requestOf({ ...draft, text: " \n" })).toBeNull();
  expect(requestOf({ ...draft, mode: "replace", find: "a", replacement: "a" })).toBeNull();
  for (const kind of ["addProduct", "removeProduct", "template"] as const) {
    expect(requestOf({ ...draft, kind })).toBeNull();
  }
});

it("asks for what is filled in, whatever else was", () => {
  expect(requestOf({ ...draft, text: "#biggo", find: "x" })).toEqual({ kind: "appendText", text: "#biggo" });
  expect(requestOf({ ...draft, mode: "replace", find: "x" })).toEqual({
    kind: "replaceText",
    find: "x",
    replacement: "",
  });
  expect(requestOf({ ...draft, kind: "access", access: "private" })).toEqual({ kind: "access", access: "private" });
});

it("wants the number of more than five videos typed before they are deleted", () => {
  expect([5, 6].map(asksForNumber)).toEqual([false, true]);
});
