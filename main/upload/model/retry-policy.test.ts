import { describe, expect, it } from "vitest";
import { backoffMs, defaultRetryPolicy as policy, rateLimitMs } from "./retry-policy.ts";

describe("backoffMs", () => {
  it("applies full jitter with a floor of a tenth and a cap of five minutes", () => {
    expect(backoffMs(policy, 0, 0.999)).toBe(999);
    expect(backoffMs(policy, 4, 0.5)).toBe(8000);
    expect(backoffMs(policy, 4, 0)).toBe(1600);
    expect(backoffMs(policy, 1000, 1)).toBe(300_000);
  });
});

describe("rateLimitMs", () => {
  it("clamps Retry-After to between a second and an hour", () => {
    expect(rateLimitMs(policy, 0)).toBe(1000);
    expect(rateLimitMs(policy, 30_000)).toBe(30_000);
    expect(rateLimitMs(policy, 1e12)).toBe(3_600_000);
    expect(rateLimitMs(policy, undefined)).toBe(60_000);
  });
});
