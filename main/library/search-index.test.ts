import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleVideo } from "../biggo/wire/video-sample.ts";
import { openDatabase } from "../database/open-database.ts";
import { createEditStore, type EditStore } from "./edit-store.ts";
import { createSearchIndex, markAllOutdated, type SearchIndex } from "./search-index.ts";
import { createVideoCache, type VideoCache } from "./video-cache.ts";

let folder: string;
let database: DatabaseSync;
let index: SearchIndex;
let databaseNumber = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "search-index-"));
});
beforeEach(() => {
  databaseNumber += 1;
  const path = join(folder, `${databaseNumber}.sqlite`);
  database = openDatabase(path, { nowMs: 0, onSalvaged: () => {} }).database;
  index = createSearchIndex(database);
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

  it("reflects changed texts", () => {
    index.put([{ videoId: "a", text: "before" }]);
    index.put([{ videoId: "a", text: "after it" }]);
    expect([index.search("before"), index.search("after")]).toEqual([[], ["a"]]);
  });

  const patch = { description: "edited" };
  const pending = { patch, base: {}, attempted: {}, theirs: {}, held: {} };
  it.each<[string, (cache: VideoCache, edits: EditStore) => void, string[]]>([
    ["a changed description", (cache) => cache.put([sampleVideo("v", { description: "changed" })]), ["v"]],
    ["a changed figure", (cache) => cache.put([sampleVideo("v", { description: "words", viewCount: 9 })]), []],
    ["a title", (_, edits) => edits.setTitle("v", "Title"), ["v"]],
    ["an edit", (_, edits) => edits.put("v", pending), ["v"]],
    ["a damaged row", () => database.exec("UPDATE video SET video = '{'"), ["v"]],
  ])("makes a text again whose origin has changed since: %s", (_, change, outdated) => {
    const [cache, edits] = [createVideoCache(database), createEditStore(database)];
    cache.put([sampleVideo("v", { description: "words" })]);
    expect(index.outdated()).toEqual(["v"]);
    index.put([{ videoId: "v", text: "words" }]);
    expect(index.outdated()).toEqual([]);
    change(cache, edits);
    expect(index.outdated()).toEqual(outdated);
    // Until then it is found by the words of before.
    expect(index.search("words")).toEqual(["v"]);
    index.put([{ videoId: "v", text: "words" }]);
    expect(index.outdated()).toEqual([]);
  });

  it("is not concerned by an edit of something else", () => {
    const [cache, edits] = [createVideoCache(database), createEditStore(database)];
    cache.put([sampleVideo("v")]);
    index.put([{ videoId: "v", text: "words" }]);
    edits.put("v", { ...pending, patch: { access: "private" } });
    edits.remove("v");
    expect(index.outdated()).toEqual([]);
  });

  it("makes the text of an edit again that was taken back, and removes that of a video that is gone", () => {
    const [cache, edits] = [createVideoCache(database), createEditStore(database)];
    cache.put([sampleVideo("v")]);
    edits.put("v", pending);
    index.put([{ videoId: "v", text: "edited" }]);
    edits.remove("v");
    expect(index.outdated()).toEqual(["v"]);
    index.put([{ videoId: "v", text: "words" }]);
    cache.remove("v");
    expect(index.outdated()).toEqual(["v"]);
    index.remove(["v"]);
    expect([index.outdated(), index.search("words")]).toEqual([[], []]);
  });

  it("makes every text of a salvaged database again", () => {
    createVideoCache(database).put([sampleVideo("v")]);
    index.put([{ videoId: "v", text: "older words" }]);
    markAllOutdated(database);
    expect(index.outdated()).toEqual(["v"]);
  });

  it("finds exactly the texts that contain every word, for any words", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "B", "機", "耳", '"', "*", " ", "-", "%"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 6 }), letters, (texts, query) => {
        const entries = texts.map((text, position) => ({ videoId: `v${position}`, text }));
        database.exec("DELETE FROM video_text");
        index.put(entries);
        const words = query.toLowerCase().split(" ").filter(Boolean);
        const expected = entries.filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
        expect(index.search(query).sort()).toEqual(expected.map(({ videoId }) => videoId));
      }),
    );
  });
});
