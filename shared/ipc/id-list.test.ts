import { describe, expect, it } from "vitest";
import { idList } from "./id-list.ts";

const ids = idList({ min: 1, max: 3, maxChars: 4 });

describe("idList", () => {
  it("takes a list of ids", () => {
    expect(ids.parse(["a", "bbbb"])).toEqual(["a", "bbbb"]);
    expect(idList({ min: 0, max: 3, maxChars: 4 }).parse([])).toEqual([]);
  });

  it.each([
    ["no list", "abc"],
    ["nothing", undefined],
    ["an object of the shape of a list", { length: 1, 0: "a" }],
    ["too few", []],
    ["too many", ["a", "b", "c", "d"]],
    ["a number", ["a", 7]],
    ["an empty id", ["a", ""]],
    ["an id that is too long", ["aaaaa"]],
    ["a list with holes", new Array(2)],
  ])("reports one issue for %s", (_name, input) => {
    expect(ids.safeParse(input).error?.issues).toHaveLength(1);
  });
});
