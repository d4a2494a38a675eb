import { describe, expect, it } from "vitest";
import { fitTypedText } from "./fit-typed-text.ts";

/** Inserts a text at `|`, as a field does, and marks the caret again. */
function insert(marked: string, inserted: string, maxLength: number): string {
  const [head = "", tail = ""] = marked.split("|");
  const { text, caret } = fitTypedText({
    before: head + tail,
    typed: head + inserted + tail,
    caret: head.length + inserted.length,
    maxLength,
  });
  expect(text.isWellFormed()).toBe(true);
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe("fitTypedText", () => {
  it.each([
    ["an emoji", "🎧"],
    ["a family", "👨‍👩‍👧‍👦"],
    ["a flag", "🇹🇼"],
    ["Hangul jamo", "\u1112\u1161\u11ab"],
    ["an ideograph with a variation selector", "葛\u{E0100}"],
  ])("takes %s as a whole or not at all", (_, grapheme) => {
    for (let room = 0; room < grapheme.length; room += 1) expect(insert("abc|", grapheme, 3 + room)).toBe("abc|");
    expect(insert("abc|", grapheme, 3 + grapheme.length)).toBe(`abc${grapheme}|`);
    expect(insert("ab|c", `x${grapheme}`, 3 + grapheme.length)).toBe("abx|c");
  });

  it("keeps the letter that a combining mark was typed after", () => {
    expect(insert("cafe|", "\u0301", 4)).toBe("cafe|");
    expect(insert("caf|e", "\u0301", 4)).toBe("caf|e");
  });

  it("cuts what was inserted, not what follows it", () => {
    expect(insert("ab|yz", "1234567", 6)).toBe("ab12|yz");
    expect(insert("bb|b", "b", 3)).toBe("bb|b");
  });

  it("cuts an emoji that replaced another one with the same first half", () => {
    const fitted = fitTypedText({ before: "🎧", typed: "🎬🎬", caret: 4, maxLength: 3 });
    expect(fitted).toEqual({ text: "🎬", caret: 2 });
  });

  it("lets a text that is too long already only become shorter", () => {
    expect(insert("abcdef|", "g", 3)).toBe("abcdef|");
    expect(fitTypedText({ before: "abcdef", typed: "abcde", caret: 5, maxLength: 3 })).toEqual({
      text: "abcde",
      caret: 5,
    });
  });
});
