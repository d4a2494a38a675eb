import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as format from "./format.ts";

const locales = ["en", "zh-TW", "ja"] as const;
const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1.764e18, Number.MAX_VALUE),
);

describe("formats", () => {
  it("never throw, whatever was stored", () => {
    const t = ((key: string) => key) as never;
    const check = fc.property(anyNumber, anyNumber, fc.string(), fc.constantFrom(...locales), (a, b, text, locale) => {
      const texts = [
        format.formatBytes(a, locale),
        format.formatSpeed(a, locale),
        format.formatLength(a),
        format.formatDuration(a, t),
        format.formatAgo(a, b, locale, "now"),
        format.formatCount(a, locale),
        format.formatPrice(a, { currency: text, symbol: text }, locale),
        format.formatMoment(a),
        format.formatDate(a, locale),
        format.formatUntil(a, b, locale),
        format.formatTime(a, locale),
        format.formatDay(a, locale),
      ];
      expect(texts.every((formatted) => typeof formatted === "string")).toBe(true);
      format.formatBytesOf(a, b, locale);
    });
    fc.assert(check, { numRuns: 300 });
  });

  it("show nothing for what is no date", () => {
    expect(format.formatDate(1.764e18, "en")).toBe("");
    expect(format.formatTime(Number.NaN, "en")).toBe("");
    expect(format.formatAgo(Number.NaN, 0, "en", "now")).toBe("");
    expect(format.formatDate(1_764_000_000_000, "en")).toBe("Nov 24, 2025");
  });
});
