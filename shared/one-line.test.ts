import { describe, expect, it } from "vitest";
import { toOneLine } from "./one-line.ts";

describe("toOneLine", () => {
  it.each([
    ["a decomposed text", "Cafe\u0301 ガ".normalize("NFD"), "Café ガ"],
    ["Hangul of macOS", "언박싱".normalize("NFD"), "언박싱"],
    ["a line break", "one\ntwo", "one two"],
    ["a line break of Windows among blanks", " one \r\n\r\n two\t", "one two"],
    ["line and paragraph separators", "one\u2028two\u2029three\u0085four", "one two three four"],
    ["other control characters", "one\u0000\u001b[31mtwo\u007f", "one [31mtwo"],
    ["a name that pretends another ending", "clip\u202Egpj.mp4\u202C", "clipgpj.mp4"],
    ["isolates and marks of direction", "\u2067שלום\u2069\u200F \u061Cx", "שלום x"],
    ["blanks without a width", "\uFEFFa\u200Bb\u2060c\u00ADd", "abcd"],
    ["half a character", "a\ud83cb", "a\ufffdb"],
  ])("cleans %s", (_, text, expected) => {
    expect(toOneLine(text)).toBe(expected);
  });

  it.each(["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "葛\u{E0100}", "می‌خواهم", "क्‍ष", "開箱　實測", "a  b", "\uFFFD"])(
    "keeps %j",
    (text) => {
      expect(toOneLine(text)).toBe(text);
    },
  );
});
