import { describe, expect, it } from "vitest";
import { createCallCheck } from "./limit-calls.ts";

describe("createCallCheck", () => {
  it("sends what the window does at once to ten thousand uploads", () => {
    const check = createCallCheck(() => 0);
    for (let each = 0; each < 10_000; each += 1)
      expect(check("uploads.cancel", { id: "a".repeat(36) })).toBeLessThan(100);
    expect(check("bulk.plan", { videoIds: Array.from({ length: 100_000 }, () => "v".repeat(24)) })).toBeLessThan(
      4_000_000,
    );
  });

  it("stops a flood of small calls, and of large ones, and sends calls again later", () => {
    let nowMs = 0;
    for (const input of [undefined, "x".repeat(7_000_000)]) {
      const check = createCallCheck(() => nowMs);
      let sent = 0;
      for (let each = 0; each < 100_000; each += 1) if (typeof check("settings.get", input) === "number") sent += 1;
      expect(sent).toBeLessThanOrEqual(30_000);
      expect(sent * (input?.length ?? 1)).toBeLessThanOrEqual(60_000_000);
      nowMs += 2000;
      expect(check("settings.get", undefined)).toBeTypeOf("number");
    }
  });

  it("sends no name or input that main could not take", () => {
    const check = createCallCheck(() => 0);
    for (const name of ["x".repeat(65), 7, null, undefined, {}, ["settings.get"]]) {
      expect(check(name, undefined)).toBe("invalid-input");
    }
    for (const input of [new Map(), new Array(1e9), () => 1, 1n, "x".repeat(25_000_000)]) {
      expect(check("settings.set", input)).toBe("invalid-input");
    }
  });
});
