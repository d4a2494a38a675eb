import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, excerpt, graphemeEndBefore } from "./graphemes.ts";

const graphemes = {
  "an emoji": "🎧",
  "a family": "👨‍👩‍👧‍👦",
  "a flag": "🇹🇼",
  "a skin tone": "👍🏽",
  "a keycap": "1️⃣",
  "a combining mark": "e\u0301",
  "Hangul jamo": "\u1112\u1161\u11ab",
  "an ideograph with a variation selector": "葛\u{E0100}",
  "an ideograph beyond the BMP": "𠮷",
  "a Devanagari cluster": "क्षि",
  "a line break": "\r\n",
};

describe("cutText", () => {
  it.each(Object.entries(graphemes))("keeps or drops %s at the limit as a whole", (_, grapheme) => {
    for (let length = 200 - grapheme.length; length <= 200; length += 1) {
      const text = "x".repeat(length) + grapheme;
      expect(cutText(text, 200)).toBe(text.length <= 200 ? text : "x".repeat(length));
    }
  });

  it("keeps the pairs of a row of flags", () => {
    expect(cutText("🇹🇼".repeat(60), 201)).toBe("🇹🇼".repeat(50));
  });

  it("cuts a grapheme that is longer than the limit between code points", () => {
    expect(cutText(`a${"\u0301".repeat(300)}`, 200)).toHaveLength(200);
    expect(cutText(`👨${"\u200d👩".repeat(100)}`, 4)).toBe("👨\u200d");
  });

  it("returns any text within the limit, well-formed and at a grapheme's end", () => {
    const parts = fc.constantFrom(...Object.values(graphemes), "a", "\u0301", "\u200d", "\ud83c", "\udfa7", "👩");
    const texts = fc.array(parts, { maxLength: 20 }).map((list) => list.join(""));
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 30 }), (text, maxLength) => {
        const cut = cutText(text, maxLength);
        expect(cut.length).toBeLessThanOrEqual(maxLength);
        expect(cut.isWellFormed()).toBe(true);
        expect(text.toWellFormed().startsWith(cut)).toBe(true);
      }),
    );
  });

  it("replaces half a character from elsewhere", () => {
    expect(cutText("a\ud83c", 10)).toBe("a\ufffd");
  });
});

describe("graphemeEndBefore", () => {
  it("stays within the text", () => {
    expect([-1, 0, 1, 2, 3, 9].map((index) => graphemeEndBefore("a🎧", index))).toEqual([0, 0, 1, 1, 3, 3]);
  });
});

describe("excerpt", () => {
  it("marks what is left out", () => {
    expect([excerpt("ab🎧", 3), excerpt("abc", 3)]).toEqual(["ab…", "abc"]);
  });
});
