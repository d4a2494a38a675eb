import { describe, expect, it } from "vitest";
import type { StoreRule } from "../biggo/store-links.ts";
import { createRuleMatcher } from "./rule-matcher.ts";
import { applyStoreRule } from "./store-rule.ts";

const matcher = createRuleMatcher();
const apply = (rule: Partial<StoreRule> & { match: string[] }, url: string) => applyStoreRule(rule, url, matcher);

describe("a store's rule", () => {
  it("takes the first pattern that fits, and that pattern's template", async () => {
    const rule = { match: ["nowhere/(\\d+)", "shop/([^/]+)/product/([^/?#]+)"], template: ["%1", "%1_%2"] };
    expect(await apply(rule, "https://www.rakuten.com.tw/shop/goodlife/product/P1234/?a=b")).toBe("goodlife_P1234");
  });

  it("lets a query parameter win over what was matched, and sets the case", async () => {
    const rule = { match: ["shop/(\\w+)"], query: "sku", uppercase: true };
    expect(await apply(rule, "https://a.b/shop/one?sku=abc")).toBe("ABC");
    expect(await apply(rule, "https://a.b/shop/one")).toBe("ONE");
  });

  it("pads to the left", async () => {
    expect(await apply({ match: ["/(\\d+)"], template: ["X%p%1"], len: 6, pad: "0" }, "https://a.b/42")).toBe("X00042");
  });

  it("gives nothing where nothing fits, and for a pattern that is none", async () => {
    expect(await apply({ match: ["other/(\\d+)"] }, "https://a.b/42")).toBeNull();
    expect(await apply({ match: ["(((", "/(\\d+)"] }, "https://a.b/42")).toBe("42");
  });

  it("ends a pattern that would never end, without holding up anybody", async () => {
    const hostile = { match: ["^(([a-z])+.)+[A-Z]([a-z])+$|((a+)+)+b$"] };
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 10);
    expect(await apply(hostile, `https://a.b/${"a".repeat(200)}`)).toBeNull();
    clearInterval(beat);
    expect(turns).toBeGreaterThan(5);
  });

  it("bounds what a rule can make", async () => {
    expect(await apply({ match: ["/(\\d+)"], template: ["%p%1"], len: 1e9, pad: "0" }, "https://a.b/42")).toHaveLength(
      400,
    );
  });
});
