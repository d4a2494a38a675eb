import { describe, expect, it } from "vitest";
import { errorCodes } from "../../shared/errors.ts";
import { chooseLanguage } from "../../shared/model/settings.ts";
import { en } from "./en.ts";
import {
  formatAgo,
  formatBytes,
  formatBytesOf,
  formatDuration,
  formatLength,
  formatSpeed,
  formatUntil,
} from "./format.ts";
import { ja } from "./ja.ts";
import { joinSentences } from "./sentences.ts";
import { createTestTranslator } from "./translator.test-harness.ts";
import { zhTw } from "./zh-tw.ts";

function flatten(texts: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[`${path}${key}`, value]] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

const variablesOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const english = flatten(en);

describe.each([
  ["zh-TW", zhTw],
  ["ja", ja],
])("texts in %s", (_, texts) => {
  const translated = flatten(texts);

  it("uses the same variables as English", () => {
    for (const [key, text] of translated)
      expect([key, ...variablesOf(text)]).toEqual([key, ...variablesOf(english.get(key) ?? "")]);
  });

  it("contains no empty text", () => {
    expect([...translated.values()].filter((text) => text.trim() === "")).toEqual([]);
  });
});

describe("texts", () => {
  it("have no exclamation marks, and a text for every error code, distinct for each connection error", () => {
    for (const texts of [en, zhTw, ja]) {
      expect([...flatten(texts).values()].filter((text) => /[!！]/.test(text))).toEqual([]);
      const account = ["wrong-key", "key-revoked", "no-permission", "no-network", "not-biggo"] as const;
      expect(new Set(account.map((code) => texts.errors[code].what)).size).toBe(account.length);
      expect(Object.keys(texts.errors).sort()).toEqual([...errorCodes].sort());
    }
  });

  it("follow plural rules", () => {
    const { t } = createTestTranslator("en");
    expect(t("review.add.public", { count: 1, formatted: "1" })).toBe("Publish 1 video");
    expect(t("review.add.public", { count: 3, formatted: "3" })).toBe("Publish 3 videos");
    expect(createTestTranslator("ja").t("review.add.public", { count: 1, formatted: "1" })).toBe("動画 1 本を公開");
  });

  it("follow the system language", () => {
    expect(chooseLanguage("system", ["fr-FR", "zh-Hant-TW", "en"])).toBe("zh-TW");
    expect(chooseLanguage("system", ["fr-FR"])).toBe("en");
    expect(chooseLanguage("ja", ["en"])).toBe("ja");
  });
});

describe("joinSentences", () => {
  it("puts a space between sentences in English only", () => {
    expect(joinSentences(createTestTranslator("en").t, "One.", "Two.")).toBe("One. Two.");
    expect(joinSentences(createTestTranslator("zh-TW").t, "一。", "二。")).toBe("一。二。");
    expect(joinSentences(createTestTranslator("ja").t, "一。", "二。")).toBe("一。二。");
  });
});

describe("formats", () => {
  const { t } = createTestTranslator("en");
  it("are compact", () => {
    expect(formatBytes(640e6, "en")).toBe("640 MB");
    expect(formatBytes(999_999_999, "en")).toBe("1 GB");
    expect(formatBytes(0, "en")).toBe("0 B");
    expect(formatBytesOf(412e6, 640e6, "en")).toEqual({ done: "412", total: "640 MB" });
    expect(formatBytesOf(412e6, 1.4e9, "en")).toEqual({ done: "412 MB", total: "1.4 GB" });
    expect(formatSpeed(7.4e6, "en")).toBe("7.4 MB/s");
    expect(formatSpeed(10, "en")).toBe("0 KB/s");
    expect(formatLength(48.2)).toBe("0:48");
    expect(formatLength(3723)).toBe("1:02:03");
    expect(formatDuration(100.4, t)).toBe("1 min 41 s");
    expect(formatDuration(7500, t)).toBe("2 h 5 min");
    expect(formatAgo(0, 12_000, "en", "just now")).toBe("12 sec ago");
    expect(formatAgo(0, 1000, "en", "just now")).toBe("just now");
  });

  it("show seconds for a time less than two minutes away", () => {
    expect(formatUntil(90_000, 0, "en")).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(formatUntil(600_000, 0, "en")).toMatch(/^\d\d:\d\d$/);
  });
});
