import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { createSearchIndex, type SearchIndex } from "./search-index.ts";

let folder: string;
let index: SearchIndex;
let databaseNumber = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "search-index-"));
});
beforeEach(() => {
  databaseNumber += 1;
  index = createSearchIndex(
    openDatabase(join(folder, `${databaseNumber}.sqlite`), { nowMs: 0, onSalvaged: () => {} }).database,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("createSearchIndex", () => {
  it.each([
    ["耳機", ["a"]],
    ["無線耳", ["a"]],
    ["機", ["a", "b"]],
    ["咖啡機 2024", ["b"]],
    ["COFFEE", ["b"]],
    ["ｃｏｆｆｅｅ", ["b"]],
    ['say "no"', ["c"]],
    ["100%", ["c"]],
    ["OR", ["c"]],
    ["nothing like it", []],
    ["  ", ["a", "b", "c"]],
  ])("finds %j", (query, expected) => {
    index.put([
      { videoId: "a", text: "無線耳機開箱\n三款實測" },
      { videoId: "b", text: "咖啡機 (Coffee) 大評比\n2024" },
      { videoId: "c", text: 'They say "no" for 100% of it' },
    ]);
    expect(index.search(query).sort()).toEqual(expected);
  });

  it("reflects changed and removed texts", () => {
    index.put([{ videoId: "a", text: "before" }]);
    index.put([{ videoId: "a", text: "after it" }]);
    expect([index.search("before"), index.search("after")]).toEqual([[], ["a"]]);
    index.remove(["a", "never there"]);
    expect(index.search("after")).toEqual([]);
  });

  it("finds exactly the texts that contain every word, for any words", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "B", "機", "耳", '"', "*", " ", "-", "%"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 6 }), letters, (texts, query) => {
        const entries = texts.map((text, position) => ({ videoId: `v${position}`, text }));
        index.put(entries);
        index.remove(Array.from({ length: 6 - texts.length }, (_, position) => `v${texts.length + position}`));
        const words = query.toLowerCase().split(" ").filter(Boolean);
        const expected = entries.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
        expect(index.search(query).sort()).toEqual(expected.map(({ videoId }) => videoId));
      }),
    );
  });
});
