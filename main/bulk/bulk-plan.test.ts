import { describe, expect, it } from "vitest";
import { excerptsOf } from "./bulk-plan.ts";

const details = (description: string) => ({ title: null, description, access: "public" as const });

describe("excerptsOf", () => {
  it.each(["🎧", "👨‍👩‍👧‍👦", "🇹🇼"])("splits no %s at either end of an excerpt", (grapheme) => {
    for (let lead = 0; lead < 12; lead += 1) {
      const before = "x".repeat(lead) + grapheme.repeat(100);
      const after = `${grapheme.repeat(20)}!${grapheme.repeat(90)}`;
      const excerpts = excerptsOf({ description: after }, details(before), []);
      for (const text of [excerpts.before.description, excerpts.after.description]) {
        expect(text).toMatch(new RegExp(`^…?x*(?:${grapheme})*!?(?:${grapheme})*…?$`, "u"));
      }
    }
  });

  it("starts shortly before the first difference", () => {
    const common = "a".repeat(100);
    const { before, after } = excerptsOf({ description: `${common}new` }, details(`${common}old`), []);
    expect([before.description, after.description]).toEqual([`…${"a".repeat(40)}old`, `…${"a".repeat(40)}new`]);
  });
});
