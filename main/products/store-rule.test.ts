import { describe, expect, it } from "vitest";
import type { StoreRule } from "../biggo/store-links.ts";
import { createRuleMatcher } from "./rule-matcher.ts";
import { applyStoreRule } from "./store-rule.ts";

const matcher = createRuleMatcher();
const apply = (rule: Partial<StoreRule> & { match: string[] }, url: string) => applyStoreRule(rule, url, matcher);

describe("applyStoreRule", () => {
  it("uses the first matching pattern and its template", async () => {
    const rule = { match: ["nowhere/(\\d+)", "shop/([^/]+)/product/([^/?#]+)"], template: ["%1", "%1_%2"] };
    expect(await apply(rule, "https://www.rakuten.com.tw/shop/goodlife/product/P1234/?a=b")).toBe("goodlife_P1234");
  });

  it("prefers a query parameter over the match and converts the case", async () => {
    const rule = { match: ["shop/(\\w+)"], query: "sku", uppercase: true };
    expect(await apply(rule, "https://a.b/shop/one?sku=abc")).toBe("ABC");
    expect(await apply(rule, "https://a.b/shop/one")).toBe("ONE");
  });

  it("pads on the left", async () => {
    expect(await apply({ match: ["/(\\d+)"], template: ["X%p%1"], len: 6, pad: "0" }, "https://a.b/42")).toBe("X00042");
  });

  it("returns null without a match and skips invalid patterns", async () => {
    expect(await apply({ match: ["other/(\\d+)"] }, "https://a.b/42")).toBeNull();
    expect(await apply({ match: ["(((", "/(\\d+)"] }, "https://a.b/42")).toBe("42");
  });

  it("aborts a catastrophic pattern without blocking the event loop", async () => {
    const hostile = { match: ["^(([a-z])+.)+[A-Z]([a-z])+$|((a+)+)+b$"] };
    let ticks = 0;
    const ticker = setInterval(() => {
      ticks += 1;
    }, 10);
    expect(await apply(hostile, `https://a.b/${"a".repeat(200)}`)).toBeNull();
    clearInterval(ticker);
    expect(ticks).toBeGreaterThan(5);
  });

  it("limits the length of the result", async () => {
    expect(await apply({ match: ["/(\\d+)"], template: ["%p%1"], len: 1e9, pad: "0" }, "https://a.b/42")).toHaveLength(
      400,
    );
  });
});
