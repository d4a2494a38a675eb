import { describe, expect, it } from "vitest";
import { calls } from "./ipc/contract.ts";
import { cleanKey, cleanPasted } from "./pasted-text.ts";

const key = "a1B2-c3_d4";
const spoiled = [
  ["a blank without a width", `\u200B${key}\u200B`],
  ["one in the middle", `a1B2\u200B-c3_d4`],
  ["a word joiner, joiners and a soft hyphen", `\u2060a1B2\u200D-\u200Cc3_d4\u00AD`],
  ["a byte order mark", `\uFEFF${key}`],
  ["no-break blanks", `\u00A0\u202F${key}\u00A0`],
  ["line breaks", `\r\n${key}\n`],
  ["quotation marks", `"${key}"`],
  ["curly ones in angle brackets", `<“${key}”>`],
  ["corner brackets and a full-width blank", `「${key}」\u3000`],
  ["marks of direction", `\u202A${key}\u202C`],
] as const;

describe("cleanPasted", () => {
  it.each(spoiled)("removes %s", (_, text) => {
    expect(cleanPasted(text)).toBe(key);
  });

  it("keeps single quotation marks and blanks between words", () => {
    expect(['5" screen', '"', '""', "say “hi”"].map(cleanPasted)).toEqual(['5" screen', '"', '""', "say “hi”"]);
  });
});

describe("cleanKey", () => {
  it("joins a key that was wrapped", () => {
    expect(cleanKey(" a1B2-\r\n  c3_d4 ")).toBe(key);
  });
});

describe("account.connect", () => {
  it.each(spoiled)("takes a key with %s", (_, text) => {
    const { input } = calls["account.connect"];
    expect(input.parse({ clientId: text, clientSecret: text })).toEqual({ clientId: key, clientSecret: key });
    expect(input.safeParse({ clientId: text, clientSecret: " \u200B\n" }).success).toBe(false);
  });
});
